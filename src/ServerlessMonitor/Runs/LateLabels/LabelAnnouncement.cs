using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>
/// Does what follows from a ledger entry of labels: link them with the batches that have their ids, ask for these, and for those that the version before was for, to be joined; then marks the entry announced.
/// Every step is safe to repeat, so a redelivery finishes what a crash left open.
/// </summary>
public sealed class LabelAnnouncement(
    IIngestLedger ledger, ILabelLinks links, LabelMatching matching, IBatchIndex index, IQuarantine quarantine, ReadAgain readAgain, IWorkQueue queue, AlertingRun alerting)
{
    /// <summary>Finishes the entry unless that has been done.</summary>
    public async Task FinishAsync(Versioned<LedgerEntry> committed, CancellationToken cancellationToken)
    {
        LedgerEntry entry = committed.Value;
        if (entry.Announced)
        {
            return;
        }

        LabelFile? counted = LabelVersions.FileOf(entry);
        if (counted is not null)
        {
            await matching.LinkAsync(counted, cancellationToken);
        }

        var found = new List<LinkedBatch>();
        var batches = new HashSet<(ModelVersion Model, string BatchId)>();
        await foreach (LinkedBatch link in links.OfLabelsAsync(entry.Blob.Path.Split('/')[0], entry.Blob.BatchId, cancellationToken))
        {
            found.Add(link);
            batches.Add((link.Batch.Model, link.Batch.BatchId));
        }

        foreach ((ModelVersion model, string batchId) in batches)
        {
            await queue.EnqueueJoinAsync(new JoinRequest(model, batchId), cancellationToken);
        }

        // Only now: by these the batches were found that lose their labels. And by what the ledger says now: a version that counts no more never counts again, but a later one may be linked already.
        string? now = (await ledger.GetAsync(entry.Blob, cancellationToken))?.Value is { Counts: true } present ? present.CountedVersion : null;
        foreach (LinkedBatch link in found.Where(link => link.Labels.Version != now))
        {
            await links.RemoveAsync(link, cancellationToken);
        }

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
        await ledger.TryWriteAsync(entry with { Announced = true }, committed.Tag, cancellationToken);
    }
}
