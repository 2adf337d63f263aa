using Microsoft.Extensions.Logging;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Runs;

/// <summary>Takes one event of a monitor file to its end: says whether it can be used, and has its model evaluated by it.</summary>
public sealed class MonitorRun(
    IBlobSource blobs, IIngestLedger ledger, MonitorCatalog monitors, IModelCatalog catalog, IWorkQueue queue, ReadAgain readAgain, JoinUpkeep joins, AlertingRun alerting, TimeProvider clock, ILogger<MonitorRun> logger)
{
    private const string Extension = ".yaml";

    // Each round means that another worker was faster; nobody edits that often.
    private const int MostRounds = 10;

    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidOperationException">The file kept changing; the event is to be delivered again.</exception>
    public async Task HandleAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        if (Arrival.IgnoredBecause(blobEvent.Blob, BlobContainers.Monitors) is { } reason)
        {
            Log.EventIgnored(logger, blobEvent.Blob.ToString(), reason);
            return;
        }

        for (int round = 0; round < MostRounds; round++)
        {
            // Whoever lost a race may have spoken last, of an older version: what is there now is said once more, seen or not.
            if (await TryOnceAsync(blobEvent.Blob, evenIfSeen: round > 0, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"{blobEvent.Blob} changed {MostRounds} times while it was being read.");
    }

    /// <summary>One round; false when another worker was faster and it must be done again.</summary>
    private async Task<bool> TryOnceAsync(BlobAddress address, bool evenIfSeen, CancellationToken cancellationToken)
    {
        string model = address.Path.EndsWith(Extension, StringComparison.Ordinal) ? address.Path[..^Extension.Length] : string.Empty;
        Versioned<LedgerEntry>? known = await ledger.GetAsync(address, cancellationToken);
        string? eTag = await blobs.GetETagAsync(address, cancellationToken);
        bool namesAModel = ModelVersion.IsValidName(model);
        LedgerState state = eTag is null ? LedgerState.Retracted : namesAModel ? LedgerState.Live : LedgerState.Quarantined;
        bool unknownAndGone = known is null && eTag is null;
        bool seen = known is not null && known.Value.State == state && (eTag is null || known.Value.ETag == eTag);
        if (unknownAndGone || (seen && !evenIfSeen))
        {
            return true;
        }

        var entry = new LedgerEntry(address, eTag ?? known!.Value.ETag, state) { CommittedAt = clock.GetUtcNow(), Announced = true };
        if (!namesAModel)
        {
            entry = entry with { Problem = $"'{address.Path}' names no model; expected <model>.yaml with a model name of {ModelVersion.NameRule}." };
            await alerting.NoteBatchAsync(entry, cancellationToken);
        }
        else
        {
            MonitorFileResult monitor = await monitors.GetAsync(model, cancellationToken);
            await alerting.NoteMonitorAsync(model, monitor, cancellationToken);
            if (monitor.IsValid)
            {
                await readAgain.AllOfAsync(model, cancellationToken);
                await joins.JoinAllAsync(model, cancellationToken);
            }

            await AskForEvaluationAsync(model, cancellationToken);
        }

        return await ledger.TryWriteAsync(entry, known?.Tag, cancellationToken) is not null;
    }

    private async Task AskForEvaluationAsync(string model, CancellationToken cancellationToken)
    {
        await foreach (CatalogEntry version in catalog.ListAsync(model, cancellationToken))
        {
            await queue.EnqueueEvaluateAsync(new EvaluateRequest(version.Model, version.Recent), cancellationToken);
        }
    }
}
