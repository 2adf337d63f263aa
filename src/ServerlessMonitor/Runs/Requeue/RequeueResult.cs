namespace ServerlessMonitor.Runs.Requeue;

/// <summary>What was put back.</summary>
/// <param name="Blobs">Blobs that are read again.</param>
/// <param name="Messages">Messages that are handled again.</param>
/// <param name="NotFound">Blobs that were asked for and are not in quarantine.</param>
public sealed record RequeueResult(int Blobs, int Messages, IReadOnlyList<string> NotFound);
