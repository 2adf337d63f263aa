namespace ServerlessMonitor.Cli.Suite;

/// <summary>Which work is to be done again, as <c>POST /api/requeue</c> takes it.</summary>
internal sealed record RequeueChoice(bool AllBlobs, bool AllMessages, IReadOnlyList<string> Blobs, IReadOnlyList<string> Messages);
