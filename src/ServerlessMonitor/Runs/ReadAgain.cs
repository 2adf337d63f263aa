using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Has blobs read once more that a monitor file kept from being read, or that were put into quarantine. Whoever puts one there looks at the monitor file afterwards; whoever changes
/// the file looks at the index afterwards: one of the two sees the other.
/// </summary>
public sealed class ReadAgain(MonitorCatalog monitors, IBatchIndex index, IWorkQueue queue)
{
    /// <summary>Asks for a quarantined blob to be read again if its monitor file is another by now than the one it was read by.</summary>
    public async Task IfMonitorChangedAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry is not { State: LedgerState.Quarantined, MonitorDigest: { } digest, Model: { } model })
        {
            return;
        }

        MonitorFileResult monitor = await monitors.GetAsync(model.Model, cancellationToken);
        if (monitor.IsValid && monitor.Definition.Digest != digest)
        {
            await AskAsync(entry.Blob, cancellationToken);
        }
    }

    /// <summary>Asks for every blob of a model that is held or in quarantine.</summary>
    public async Task AllOfAsync(string model, CancellationToken cancellationToken)
    {
        await foreach (BatchRecord record in index.ReadAllAsync(new BatchQuery { Model = model, States = [BatchState.Held, BatchState.Quarantined] }, cancellationToken))
        {
            await AskAsync(record.Blob, cancellationToken);
        }
    }

    /// <summary>Asks for one blob.</summary>
    public Task AskAsync(BlobAddress blob, CancellationToken cancellationToken) =>
        queue.EnqueueIngestAsync(new BlobEvent(blob, BlobEventKind.Created) { Again = true }, cancellationToken);
}
