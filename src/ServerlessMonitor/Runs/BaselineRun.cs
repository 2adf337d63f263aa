using Microsoft.Extensions.Logging;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>Takes one event of a baseline blob to its end: its profile becomes the version's baseline.</summary>
public sealed class BaselineRun(
    IBlobSource blobs,
    IIngestLedger ledger,
    IProfileStore profiles,
    IBaselineStore baselines,
    IModelCatalog catalog,
    MonitorCatalog monitors,
    BatchProfiler profiler,
    IWorkQueue queue,
    IQuarantine quarantine,
    AlertingRun alerting,
    TimeProvider clock,
    ILogger<BaselineRun> logger)
{
    // A new baseline changes every verdict; what is older than this stays as it was judged then.
    private static readonly TimeSpan Reevaluated = TimeSpan.FromDays(35);

    /// <summary>Handles one event.</summary>
    public async Task HandleAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        BlobAddress address = blobEvent.Blob;
        Versioned<LedgerEntry>? known = await ledger.GetAsync(address, cancellationToken);
        await using SourceBlob? blob = await blobs.OpenAsync(address, cancellationToken);
        if (blob is null)
        {
            await RetractAsync(address, known, cancellationToken);
            return;
        }

        if (known is { Value: { Announced: true } entry } && entry.ETag == blob.ETag && entry.State != LedgerState.Retracted)
        {
            return;
        }

        LedgerEntry? read = await ReadAsync(blob, cancellationToken);
        if (read is null)
        {
            return;
        }

        // The ledger comes last: until then every event does it all again, to the same end.
        await alerting.NoteBatchAsync(read, cancellationToken);
        await ledger.TryWriteAsync(read, known?.Tag, cancellationToken);
    }

    private async Task<LedgerEntry?> ReadAsync(SourceBlob blob, CancellationToken cancellationToken)
    {
        var entry = new LedgerEntry(blob.Address, blob.ETag, LedgerState.Live) { Length = blob.Length, CommittedAt = clock.GetUtcNow(), Announced = true };
        try
        {
            if (!BatchPath.TryParse(blob.Address, out BatchPath? path, out BatchProblem? problem))
            {
                throw new BatchFormatException(problem);
            }

            ModelVersion model = path.ModelVersion!.Value;
            entry = entry with { Model = model };
            MonitorFileResult monitor = await monitors.GetAsync(model.Model, cancellationToken);
            if (!monitor.IsValid)
            {
                Log.BatchHeld(logger, blob.Address.ToString(), monitor.Problems[0].ToString());
                return null;
            }

            DatasetSchema? schema = await profiles.GetSchemaAsync(model, cancellationToken);
            var context = new BatchContext(monitor.Definition, path.FallbackTime(blob.LastModified)) { Schema = schema };
            BatchProfile profile = await profiler.ProfileWholeAsync(blob.Content, path.FileName, context, cancellationToken);
            await KeepAsync(model, blob, profile, cancellationToken);
            return entry with { Rows = profile.Rows, RejectedRows = profile.RejectedRowCount, EventRange = profile.EventRange };
        }
        catch (BatchFormatException exception)
        {
            await quarantine.KeepAsync(blob.Address, blob.ETag, exception.Problem, cancellationToken);
            return entry with { State = LedgerState.Quarantined, Problem = exception.Problem.Message };
        }
    }

    private async Task KeepAsync(ModelVersion model, SourceBlob blob, BatchProfile profile, CancellationToken cancellationToken)
    {
        // The first batch or baseline of a version decides its columns' kinds.
        await profiles.SetSchemaIfAbsentAsync(model, profile.Schema, cancellationToken);
        await baselines.PutAsync(
            new StoredBaseline(
                model, blob.Address.ToString(), blob.ETag, blob.LastModified, profile.Rows, profile.Schema, ProfileCodec.ToBytes(profile.Hours[0].Profile)),
            cancellationToken);
        Log.BaselineKept(logger, model.ToString(), blob.Address.ToString(), profile.Rows);
        await AskForEvaluationAsync(model, cancellationToken);
    }

    private async Task RetractAsync(BlobAddress address, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        if (known is null || known.Value.State == LedgerState.Retracted)
        {
            return;
        }

        if (known.Value.Model is { } model)
        {
            await baselines.RemoveAsync(model, address.ToString(), cancellationToken);
            await AskForEvaluationAsync(model, cancellationToken);
        }

        LedgerEntry entry = known.Value with { State = LedgerState.Retracted, CommittedAt = clock.GetUtcNow() };
        await alerting.NoteBatchAsync(entry, cancellationToken);
        await ledger.TryWriteAsync(entry, known.Tag, cancellationToken);
    }

    private async Task AskForEvaluationAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        if (await catalog.GetAsync(model, cancellationToken) is { } data)
        {
            DateTimeOffset from = data.Events.End - Reevaluated;
            var range = new TimeWindow(from > data.Events.Start ? from : data.Events.Start, data.Events.End);
            await queue.EnqueueEvaluateAsync(new EvaluateRequest(model, range), cancellationToken);
        }
    }
}
