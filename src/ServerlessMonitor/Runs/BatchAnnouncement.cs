using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Does what follows from a ledger entry: drop the parts it supersedes, widen the catalog, ask for evaluation, find the rows in common with other versions, raise or resolve the batch's own alert, write it
/// into the index, clear quarantine; then marks the entry announced. Every step is safe to repeat, so a redelivery finishes what a crash left open.
/// </summary>
public sealed class BatchAnnouncement(
    IIngestLedger ledger, IProfileStore profiles, IModelCatalog catalog, LabelMatching matching, PairingRun pairing, IBatchIndex index, IQuarantine quarantine, ReadAgain readAgain, IWorkQueue queue, AlertingRun alerting)
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

        await pairing.MakeAsync(entry, cancellationToken);

        // A path has an alert of its own only if its version is in quarantine, or the one before was, whose entry was announced before this one was written.
        if (entry.State == LedgerState.Quarantined || entry.QuarantinedETag is not null)
        {
            await alerting.NoteBatchAsync(entry, cancellationToken);
        }

        if (entry.QuarantinedETag is { } bad)
        {
            await quarantine.RemoveAsync(entry.Blob, bad, cancellationToken);
        }

        await index.NoteAsync(BatchRecord.Of(entry), cancellationToken);
        await readAgain.IfMonitorChangedAsync(entry, cancellationToken);

        // Whoever was faster has done the same: an entry is superseded only after it was announced.
        await ledger.TryWriteAsync(entry with { Announced = true }, committed.Tag, cancellationToken);
    }

    /// <summary>What lies ahead of the batch's arrival does not move the watermark: one row of the year 2199 must not close every window before it, for good.</summary>
    private static TimeWindow UpTo(DateTimeOffset arrivedAt, TimeWindow events) =>
        new(events.Start < arrivedAt ? events.Start : arrivedAt, events.End < arrivedAt ? events.End : arrivedAt);

    private async Task AskForEvaluationAsync(ModelVersion model, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry.SupersededRange is { } superseded)
        {
            await catalog.NoteSupersededAsync(model, cancellationToken);
            if (entry.SupersededETag is { } before)
            {
                await profiles.DeleteVersionAsync(model, entry.Blob.BatchId, before, superseded, cancellationToken);
            }

            await queue.EnqueueEvaluateAsync(new EvaluateRequest(model, superseded), cancellationToken);
        }

        if (entry is { State: LedgerState.Live, EventRange: { } range, IsOutcomeOnly: false })
        {
            long sequence = await catalog.NoteBatchAsync(model, UpTo(entry.CommittedAt, range), entry.CommittedAt, cancellationToken);
            if (range != entry.SupersededRange)
            {
                await queue.EnqueueEvaluateAsync(new EvaluateRequest(model, range) { Sequence = sequence }, cancellationToken);
            }

            // Labels that came before the batch.
            if (await matching.LinkAsync(KeptNames.BatchOf(model, entry.Blob.BatchId, entry.CountedVersion), range, cancellationToken))
            {
                await queue.EnqueueJoinAsync(new JoinRequest(model, entry.Blob.BatchId), cancellationToken);
            }
        }
    }
}
