namespace ServerlessMonitor.Ingest.Readers;

/// <summary>A row that was left out.</summary>
/// <param name="Line">The line it starts on, counted from 1.</param>
/// <param name="Reason">A name of <see cref="RejectReasons"/>.</param>
/// <param name="Text">Its text, at most <see cref="BatchIssues.TextLimit"/> characters; hidden when the monitor has sensitive columns.</param>
public sealed record RejectedRow(long Line, string Reason, string Text);
