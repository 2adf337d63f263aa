using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Takes one event of a blob of labels to its end: its labels are kept, and the batches that they are for are asked to be joined.</summary>
public sealed class LabelRun(
    IBlobSource blobs,
    IIngestLedger ledger,
    IKeptFiles kept,
    MonitorCatalog monitors,
    LabelAnnouncement announcement,
    IQuarantine quarantine,
    IBatchIndex index,
    IOptions<RetentionOptions> retention,
    TimeProvider clock,
    ILogger<LabelRun> logger) : ArrivalRun(BlobContainers.Labels, blobs, ledger, monitors, quarantine, index, retention, clock, logger)
{
    private protected override LedgerEntry Draft(LedgerEntry entry, BatchPath path, MonitorDefinition monitor) =>
        entry with { Model = path.Owner, ProfileVersion = LabelVersions.Of(entry.ETag, monitor.Digest, entry.Retractions) };

    private protected override Task FinishAsync(Versioned<LedgerEntry> committed, CancellationToken cancellationToken) => announcement.FinishAsync(committed, cancellationToken);

    /// <summary>Keeps the labels, sorted.</summary>
    private protected override async Task<LedgerEntry?> ReadAsync(
        SourceBlob blob, BatchPath path, MonitorDefinition monitor, LedgerEntry draft, CancellationToken cancellationToken)
    {
        await using Stream file = KeptSpool.Open();
        LabelFileSummary labels = await LabelFileReader.ReadAsync(blob.Content, path.FileName, monitor, file, cancellationToken);
        file.Position = 0;
        await kept.PutAsync(KeptNames.Of(LabelVersions.FileOf(draft, draft.CountedVersion)), file, cancellationToken);

        // Before the ledger has the file: a batch that finds no mark was in the ledger before, and is found by this file.
        await kept.PutAsync(KeptNames.OfLabelMark(path.Model), Stream.Null, cancellationToken);
        if (labels.Notes.Count > 0)
        {
            Log.BatchNoted(Logger, blob.Address.ToString(), string.Join(' ', labels.Notes));
        }

        return draft with
        {
            Rows = labels.Ids,
            RejectedRows = labels.RejectedRows.Values.Sum(),
            Notes = labels.Notes.Count > 0 ? string.Join(' ', labels.Notes) : null,
        };
    }
}
