using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Runs;

/// <summary>Takes one event of a prediction blob to its end: its profile counts, and its predictions wait for their labels.</summary>
public sealed class IngestRun(
    IBlobSource blobs,
    IIngestLedger ledger,
    IProfileStore profiles,
    IKeptFiles kept,
    MonitorCatalog monitors,
    BatchProfiler profiler,
    BatchAnnouncement announcement,
    IQuarantine quarantine,
    IBatchIndex index,
    IOptions<RetentionOptions> retention,
    TimeProvider clock,
    ILogger<IngestRun> logger) : ArrivalRun(BlobContainers.Predictions, blobs, ledger, monitors, quarantine, index, retention, clock, logger)
{
    private protected override LedgerEntry Draft(LedgerEntry entry, BatchPath path, MonitorDefinition monitor) => entry with { Model = path.Owner };

    private protected override Task FinishAsync(Versioned<LedgerEntry> committed, CancellationToken cancellationToken) => announcement.FinishAsync(committed, cancellationToken);

    /// <summary>Profiles the blob and keeps its parts.</summary>
    private protected override async Task<LedgerEntry?> ReadAsync(
        SourceBlob blob, BatchPath path, MonitorDefinition monitor, LedgerEntry draft, CancellationToken cancellationToken)
    {
        ModelVersion model = draft.Model!.Value;
        DatasetSchema? schema = await profiles.GetSchemaAsync(model, cancellationToken);
        Versioned<SegmentValues>? segments = await SegmentNames.InForceAsync(profiles, model, monitor, cancellationToken);
        await using Stream? predictions = monitor.Labels.Horizon > TimeSpan.Zero ? KeptSpool.Open() : null;
        var context = new BatchContext(monitor, path.FallbackTime(blob.LastModified))
        {
            KeptPredictions = predictions,
            Schema = schema,
            SegmentValues = segments?.Value ?? SegmentValues.None,
            WrittenAt = blob.LastModified,
        };
        BatchProfile profile = await profiler.ProfileAsync(blob.Content, path.FileName, context, cancellationToken);
        bool isInForce = schema is not null || (await profiles.SetSchemaIfAbsentAsync(model, profile.Schema, cancellationToken)).IsSameAs(profile.Schema);
        if (!isInForce || !await SegmentNames.KeepAsync(profiles, model, segments, profile, cancellationToken))
        {
            // Another batch came first and decided, or this one did: it is read again in these terms.
            return null;
        }

        if (profile.Notes.Count > 0)
        {
            Log.BatchNoted(Logger, blob.Address.ToString(), string.Join(' ', profile.Notes));
        }

        string version = ProfileVersions.Of(blob.ETag, monitor, schema ?? profile.Schema, draft.Retractions);
        await profiles.PutAsync(
            profile.Hours.Select(part => new ProfilePart(model, part.Hour, blob.Address.BatchId, version, ProfileCodec.ToBytes(part.Profile))),
            cancellationToken);
        TimeWindow events = RangeOf(profile);
        if (predictions is not null && profile.KeptPredictions is not null)
        {
            predictions.Position = 0;
            await kept.PutAsync(KeptNames.Of(KeptNames.BatchOf(model, blob.Address.BatchId, version), events), predictions, cancellationToken);
        }

        return draft with
        {
            ProfileVersion = version,
            EventRange = events,
            Hours = profile.Hours.Count,
            Rows = profile.Rows,
            RejectedRows = profile.RejectedRowCount,
            Notes = profile.Notes.Count > 0 ? string.Join(' ', profile.Notes) : null,
        };
    }

    /// <summary>The event times that the batch touches. Rows that were folded into days or months count from the start of those.</summary>
    private static TimeWindow RangeOf(BatchProfile profile)
    {
        DateTimeOffset first = profile.Hours[0].Hour;
        return first < profile.EventRange.Start.AddHours(-1) ? new TimeWindow(first, profile.EventRange.End) : profile.EventRange;
    }
}
