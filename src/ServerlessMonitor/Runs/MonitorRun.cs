using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Runs;

/// <summary>Takes one event of a monitor file to its end: says whether it can be used, and has its model evaluated by it.</summary>
public sealed class MonitorRun(
    IBlobSource blobs, IIngestLedger ledger, MonitorCatalog monitors, IModelCatalog catalog, IWorkQueue queue, AlertingRun alerting, TimeProvider clock)
{
    private const string Extension = ".yaml";

    /// <summary>Handles one event.</summary>
    public async Task HandleAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        BlobAddress address = blobEvent.Blob;
        string model = address.Path.EndsWith(Extension, StringComparison.Ordinal) ? address.Path[..^Extension.Length] : string.Empty;
        Versioned<LedgerEntry>? known = await ledger.GetAsync(address, cancellationToken);
        string? eTag = await blobs.GetETagAsync(address, cancellationToken);
        LedgerState state = eTag is null ? LedgerState.Retracted : ModelVersion.IsValidName(model) ? LedgerState.Live : LedgerState.Quarantined;
        bool unknownAndGone = known is null && eTag is null;
        bool seen = known is not null && known.Value.State == state && (eTag is null || known.Value.ETag == eTag);
        if (unknownAndGone || seen)
        {
            return;
        }

        var entry = new LedgerEntry(address, eTag ?? known!.Value.ETag, state) { CommittedAt = clock.GetUtcNow(), Announced = true };
        if (state == LedgerState.Quarantined)
        {
            entry = entry with { Problem = $"'{address.Path}' names no model; expected <model>.yaml with a model name of {ModelVersion.NameRule}." };
            await alerting.NoteBatchAsync(entry, cancellationToken);
        }
        else
        {
            await alerting.NoteMonitorAsync(model, await monitors.GetAsync(model, cancellationToken), cancellationToken);
            await AskForEvaluationAsync(model, cancellationToken);
        }

        await ledger.TryWriteAsync(entry, known?.Tag, cancellationToken);
    }

    private async Task AskForEvaluationAsync(string model, CancellationToken cancellationToken)
    {
        await foreach (CatalogEntry version in catalog.ListAsync(cancellationToken))
        {
            if (version.Model.Model == model)
            {
                await queue.EnqueueEvaluateAsync(new EvaluateRequest(version.Model, Range: null), cancellationToken);
            }
        }
    }
}
