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
    IBatchIndex index,
    ReadAgain readAgain,
    AlertingRun alerting,
    TimeProvider clock,
    ILogger<BaselineRun> logger)
{
    // Each round means that the blob was overwritten or another worker was faster; nobody overwrites that often.
    private const int MostRounds = 10;

    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidOperationException">The blob kept changing; the event is to be delivered again.</exception>
    public async Task HandleAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        if (Arrival.IgnoredBecause(blobEvent.Blob, BlobContainers.Baselines) is { } reason)
        {
            Log.EventIgnored(logger, blobEvent.Blob.ToString(), reason);
            return;
        }

        for (int round = 0; round < MostRounds; round++)
        {
            // Whoever lost a race may have written last: what is there now is kept once more, seen or not.
            if (await TryOnceAsync(blobEvent, evenIfSeen: round > 0, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"{blobEvent.Blob} changed {MostRounds} times while it was being read.");
    }

    /// <summary>One round; false when the ground moved under it and it must be done again.</summary>
    private async Task<bool> TryOnceAsync(BlobEvent blobEvent, bool evenIfSeen, CancellationToken cancellationToken)
    {
        BlobAddress address = blobEvent.Blob;
        Versioned<LedgerEntry>? known = await ledger.GetAsync(address, cancellationToken);
        await using SourceBlob? blob = await blobs.OpenAsync(address, cancellationToken);
        if (blob is null)
        {
            return await RetractAsync(address, known, cancellationToken);
        }

        bool seen = known is { Value: { Announced: true } before } && before.ETag == blob.ETag && before.State != LedgerState.Retracted;
        bool readsAgain = evenIfSeen || (blobEvent.Again && known?.Value.State == LedgerState.Quarantined);
        if (seen && !readsAgain)
        {
            return true;
        }

        if (blob.IsFolder)
        {
            return true;
        }

        if (Arrival.WaitsBecause(blob, clock.GetUtcNow()) is { } waits)
        {
            Log.BatchWaits(logger, address.ToString(), waits);
            await index.NoteAsync(BatchRecord.Held(blob, known?.Value, waits), cancellationToken);
            return true;
        }

        (LedgerEntry Entry, BatchProfile? Profile, BatchContext? Context, Versioned<SegmentValues>? Segments)? read = await ReadAsync(blob, known?.Value, cancellationToken);
        if (read is not { } result)
        {
            return true;
        }

        BaselineParts? parts = null;
        if (result is { Profile: { } whole, Context: { } context, Entry.Model: { } version })
        {
            // The first batch or baseline of a version decides its columns' kinds, and then which of their values have a segment.
            DatasetSchema inForce = context.Schema ?? await profiles.SetSchemaIfAbsentAsync(version, whole.Schema, cancellationToken);
            if ((context.Schema is null && !inForce.IsSameAs(whole.Schema))
                || !await SegmentNames.KeepAsync(profiles, version, result.Segments, whole, cancellationToken))
            {
                return false;
            }

            parts = await BaselinePieces.ReadAsync(token => OpenAgainAsync(blob, token), profiler, blob.Address.Path, context, whole, cancellationToken);
            if (parts is null)
            {
                return false;
            }
        }

        // A slow reader of an old version must not keep last.
        if (await blobs.GetETagAsync(address, cancellationToken) != blob.ETag)
        {
            return false;
        }

        if (result is { Profile: { } profile, Entry.Model: { } model, Context.Monitor: { } monitor })
        {
            await KeepAsync(model, blob, profile, parts!, BaselinePieces.KeyOf(monitor), cancellationToken);
        }

        // The ledger comes last: until then every event does it all again, to the same end.
        return await CommitAsync(result.Entry with { SupersededETag = result.Profile is null ? BaselineUpkeep.KeptVersion(known?.Value) : null }, known, cancellationToken);
    }

    /// <summary>The same version of the blob from the start; null when there is another by now.</summary>
    private async Task<Stream?> OpenAgainAsync(SourceBlob blob, CancellationToken cancellationToken)
    {
        SourceBlob? again = await blobs.OpenAsync(blob.Address, cancellationToken);
        if (again is null || again.ETag == blob.ETag)
        {
            return again?.Content;
        }

        await again.DisposeAsync();
        return null;
    }

    private async Task<bool> CommitAsync(LedgerEntry entry, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        LedgerEntry committed = entry with { CommittedAt = Arrival.After(known?.Value.CommittedAt, clock.GetUtcNow()), Revision = (known?.Value.Revision ?? 0) + 1, Announced = true };
        await alerting.NoteBatchAsync(committed, cancellationToken);
        if (known is { Value: { State: LedgerState.Quarantined } before } && committed.State != LedgerState.Quarantined)
        {
            await quarantine.RemoveAsync(entry.Blob, before.ETag, cancellationToken);
        }

        await index.NoteAsync(BatchRecord.Of(committed), cancellationToken);
        await readAgain.IfMonitorChangedAsync(committed, cancellationToken);
        return await ledger.TryWriteAsync(committed, known?.Tag, cancellationToken) is not null;
    }

    /// <summary>What the blob is; null: the monitor file cannot be used.</summary>
    private async Task<(LedgerEntry Entry, BatchProfile? Profile, BatchContext? Context, Versioned<SegmentValues>? Segments)?> ReadAsync(SourceBlob blob, LedgerEntry? known, CancellationToken cancellationToken)
    {
        var entry = new LedgerEntry(blob.Address, blob.ETag, LedgerState.Live)
        {
            Length = blob.Length,
            ModifiedAt = blob.LastModified,
            ArrivedAt = known?.ArrivedAt ?? blob.LastModified,
        };
        try
        {
            if (!BatchPath.TryParse(blob.Address, out BatchPath? path, out BatchProblem? problem))
            {
                throw new BatchFormatException(problem);
            }

            ModelVersion model = path.ModelVersion!.Value;
            MonitorFileResult monitor = await monitors.GetAsync(model.Model, cancellationToken);
            entry = entry with { Model = model, MonitorDigest = monitor.Definition?.Digest };
            if (!monitor.IsValid)
            {
                string reason = monitor.Problems[0].ToString();
                Log.BatchHeld(logger, blob.Address.ToString(), reason);
                await index.NoteAsync(BatchRecord.Held(blob, known, reason), cancellationToken);
                return null;
            }

            DatasetSchema? schema = await profiles.GetSchemaAsync(model, cancellationToken);
            Versioned<SegmentValues>? segments = await SegmentNames.InForceAsync(profiles, model, monitor.Definition, cancellationToken);
            var context = new BatchContext(monitor.Definition, path.FallbackTime(blob.LastModified)) { Schema = schema, SegmentValues = segments?.Value ?? SegmentValues.None };
            BatchProfile profile = await profiler.ProfileWholeAsync(blob.Content, path.FileName, context, cancellationToken);
            entry = entry with
            {
                Rows = profile.Rows,
                RejectedRows = profile.RejectedRowCount,
                EventRange = profile.EventRange,
                Notes = profile.Notes.Count > 0 ? string.Join(' ', profile.Notes) : null,
            };
            return (entry, profile, context, segments);
        }
        catch (BatchFormatException exception)
        {
            await quarantine.KeepAsync(blob.Address, blob.ETag, exception.Problem, cancellationToken);
            return (entry with { State = LedgerState.Quarantined, Problem = exception.Problem.Message }, null, null, null);
        }
    }

    private async Task KeepAsync(ModelVersion model, SourceBlob blob, BatchProfile profile, BaselineParts parts, string partsKey, CancellationToken cancellationToken)
    {
        await baselines.PutAsync(
            new StoredBaseline(
                model, blob.Address.ToString(), blob.ETag, blob.LastModified, profile.Rows, profile.Schema, ProfileCodec.ToBytes(profile.Hours[0].Profile))
            {
                Parts = parts.IsEmpty ? default : parts.ToBytes(),
                PartsKey = partsKey,
            },
            cancellationToken);
        Log.BaselineKept(logger, model.ToString(), blob.Address.ToString(), profile.Rows);
        await AskForEvaluationAsync(model, cancellationToken);
    }

    private async Task<bool> RetractAsync(BlobAddress address, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        if (known is null || known.Value.State == LedgerState.Retracted)
        {
            return true;
        }

        if (known.Value.Model is { } model)
        {
            // Names the version: the blob may be there again, and kept, by now.
            if (BaselineUpkeep.KeptVersion(known.Value) is { } kept)
            {
                await baselines.RemoveAsync(model, address.ToString(), kept, cancellationToken);
            }

            await AskForEvaluationAsync(model, cancellationToken);
        }

        return await CommitAsync(known.Value with { State = LedgerState.Retracted, SupersededETag = null, Problem = null, Rows = 0, EventRange = null }, known, cancellationToken);
    }

    private async Task AskForEvaluationAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        if (await catalog.GetAsync(model, cancellationToken) is { } data)
        {
            await queue.EnqueueEvaluateAsync(new EvaluateRequest(model, data.Recent), cancellationToken);
        }
    }
}
