namespace ServerlessMonitor.Ingest;

/// <summary>Why a whole blob cannot be read, in words for the person who sent it.</summary>
/// <param name="Code">A stable name, for example <c>EmptyFile</c>, <c>NoHeader</c>, <c>UnknownExtension</c>, <c>UnknownPath</c>, <c>TooManyBadRows</c>.</param>
/// <param name="Message">What is wrong, where (file, line, column), and what was expected.</param>
public sealed record BatchProblem(string Code, string Message)
{
    /// <summary>The code of a file that names columns, or is an empty list, and has no rows: a batch in which nothing was predicted.</summary>
    public const string NoRows = "NoRows";

    /// <summary>The line, counted from 1, where there is one.</summary>
    public long? Line { get; init; }

    /// <summary>The column's name, where there is one.</summary>
    public string? Column { get; init; }
}
