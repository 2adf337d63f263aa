namespace ServerlessMonitor.Runs.Requeue;

/// <summary>Work that was given up.</summary>
/// <param name="Quarantined">Blobs that could not be read.</param>
/// <param name="More">Whether there are more blobs than are listed.</param>
/// <param name="Poisoned">Messages that could not be handled, the first of each queue.</param>
/// <param name="Queues">How many messages each poison queue has, roughly.</param>
public sealed record RequeueList(
    IReadOnlyList<QuarantinedBlob> Quarantined, bool More, IReadOnlyList<PoisonedMessage> Poisoned, IReadOnlyList<PoisonCount> Queues);
