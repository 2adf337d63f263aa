namespace ServerlessMonitor.Monitors;

/// <summary>One place of a monitor file that is wrong, or that has no effect yet.</summary>
/// <param name="File">The file's name as the caller gave it.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1.</param>
/// <param name="Key">The path of the key, for example <c>performance[0].below</c>; empty for the whole file.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record MonitorProblem(string File, long Line, long Column, string Key, string Message)
{
    /// <summary><c>file:line:column: key: message</c>, which editors and terminals make a link of.</summary>
    public override string ToString() => Key.Length == 0
        ? $"{File}:{Line}:{Column}: {Message}"
        : $"{File}:{Line}:{Column}: {Key}: {Message}";
}
