namespace ServerlessMonitor.Cli.Suite;

/// <summary>What was put back.</summary>
internal sealed record RequeueReceipt(int Blobs, int Messages, IReadOnlyList<string> NotFound);
