namespace ServerlessMonitor.Ingest.Readers;

/// <summary>A cell whose text is not of its column's kind.</summary>
/// <param name="Line">The line its row starts on, counted from 1.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Text">Its text, at most <see cref="BatchIssues.TextLimit"/> characters; hidden in a sensitive column.</param>
public sealed record InvalidCell(long Line, string Column, string Text);
