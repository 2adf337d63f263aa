namespace ServerlessMonitor.Notify.Config;

/// <summary>Something that is wrong in an alerting file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Key">The path of keys, for example <c>route.routes[0].matchers</c>.</param>
/// <param name="Message">What is wrong and what was expected; never a secret.</param>
public sealed record AlertingProblem(string File, long Line, long Column, string Key, string Message)
{
    /// <summary><c>file:line:column: key: message</c>, as problems of monitor files are written: editors and terminals make a link of it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Key}: {Message}";
}
