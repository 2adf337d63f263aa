namespace ServerlessMonitor.Runs.Status;

/// <summary>Work that somebody should look at: blobs of every container that do not count, and messages that were given up.</summary>
/// <param name="Waiting">Blobs that nothing has read for minutes; at most <see cref="Ingest.BatchQuery.MostRows"/> of all three are counted.</param>
/// <param name="Held">Blobs that wait for their content, or for their model's monitor file to be mended.</param>
/// <param name="Quarantined">Blobs that could not be read.</param>
/// <param name="More">Whether there are more than were counted.</param>
/// <param name="Poisoned">How many messages each poison queue has, roughly; only those that have any.</param>
public sealed record OpenWork(int Waiting, int Held, int Quarantined, bool More, IReadOnlyList<PoisonCount> Poisoned);
