using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Does what follows from a ledger entry: drop the parts it supersedes, widen the catalog, ask for evaluation, raise or resolve the batch's own alert; then marks the entry
/// announced. Every step is safe to repeat, so a redelivery finishes what a crash left open.
/// </summary>
public sealed class BatchAnnouncement(
    IIngestLedger ledger, IProfileStore profiles, IModelCatalog catalog, IWorkQueue queue, AlertingRun alerting)
{
    /// <summary>Finishes the entry unless that has been done.</summary>
    public async Task FinishAsync(Versioned<LedgerEntry> committed, CancellationToken cancellationToken)
    {
        LedgerEntry entry = committed.Value;
        if (entry.Announced)
        {
            return;
        }

        if (entry.Model is { } model)
        {
            await AskForEvaluationAsync(model, entry, cancellationToken);
        }

        await alerting.NoteBatchAsync(entry, cancellationToken);

        // Somebody who was faster has seen the same blob in a newer version and announces that one, with ours in its superseded range.
        await ledger.TryWriteAsync(entry with { Announced = true }, committed.Tag, cancellationToken);
    }

    private async Task AskForEvaluationAsync(ModelVersion model, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry.SupersededRange is { } superseded)
        {
            string? keep = entry.State == LedgerState.Live ? entry.ETag : null;
            await profiles.DeleteOtherVersionsAsync(model, entry.Blob.BatchId, superseded, keep, cancellationToken);
            await queue.EnqueueEvaluateAsync(new EvaluateRequest(model, superseded), cancellationToken);
        }

        if (entry is { State: LedgerState.Live, EventRange: { } range })
        {
            await catalog.NoteBatchAsync(model, range, entry.CommittedAt, cancellationToken);
            if (range != entry.SupersededRange)
            {
                await queue.EnqueueEvaluateAsync(new EvaluateRequest(model, range), cancellationToken);
            }
        }
    }
}
