using Microsoft.Extensions.Logging;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Takes one event of a prediction blob to its end: profile the blob's present version, make the ledger say so, and ask for what follows. Events come at
/// least once and in any order; the effects are those of the blob that is there.
/// </summary>
public sealed class IngestRun(
    IBlobSource blobs,
    IIngestLedger ledger,
    IProfileStore profiles,
    MonitorCatalog monitors,
    BatchProfiler profiler,
    BatchAnnouncement announcement,
    IQuarantine quarantine,
    TimeProvider clock,
    ILogger<IngestRun> logger)
{
    // Each round means that the blob was overwritten or another worker was faster; nobody overwrites that often.
    private const int MostRounds = 10;

    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidOperationException">The blob kept changing; the event is to be delivered again.</exception>
    public async Task<IngestOutcome> HandleAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            if (await TryOnceAsync(blobEvent.Blob, cancellationToken) is { } outcome)
            {
                Log.BatchHandled(logger, blobEvent.Blob.ToString(), outcome);
                return outcome;
            }
        }

        throw new InvalidOperationException($"{blobEvent.Blob} changed {MostRounds} times while it was being read.");
    }

    /// <summary>One round; null when the ground moved under it and it must be done again.</summary>
    private async Task<IngestOutcome?> TryOnceAsync(BlobAddress address, CancellationToken cancellationToken)
    {
        Versioned<LedgerEntry>? known = await ledger.GetAsync(address, cancellationToken);
        if (known is { Value.Announced: false })
        {
            // What a crash, or a slow worker, left open is finished first: then each entry supersedes one version and no more.
            await announcement.FinishAsync(known, cancellationToken);
            return null;
        }

        await using SourceBlob? blob = await blobs.OpenAsync(address, cancellationToken);
        if (blob is null)
        {
            return known is null ? IngestOutcome.Nothing : await RetractAsync(known, cancellationToken);
        }

        if (known is not null && known.Value.ETag == blob.ETag && known.Value.State != LedgerState.Retracted)
        {
            return IngestOutcome.AlreadyKnown;
        }

        LedgerEntry entry;
        try
        {
            LedgerEntry? profiled = await ProfileAsync(blob, cancellationToken);
            if (profiled is null)
            {
                return IngestOutcome.Held;
            }

            entry = profiled;
        }
        catch (BatchFormatException exception)
        {
            await quarantine.KeepAsync(address, blob.ETag, exception.Problem, cancellationToken);
            entry = new LedgerEntry(address, blob.ETag, LedgerState.Quarantined)
            {
                Model = BatchPath.TryParse(address, out BatchPath? path, out _) ? path.ModelVersion : null,
                Problem = exception.Problem.Message,
            };
        }

        // A slow reader of an old version must not commit last.
        if (await blobs.GetETagAsync(address, cancellationToken) != blob.ETag)
        {
            return null;
        }

        return await CommitAsync(entry with { Length = blob.Length }, known, cancellationToken)
            ? entry.State == LedgerState.Live ? IngestOutcome.Ingested : IngestOutcome.Quarantined
            : null;
    }

    /// <summary>Profiles the blob and keeps its parts, which count for nothing before the ledger says so. Null: the monitor file cannot be used.</summary>
    private async Task<LedgerEntry?> ProfileAsync(SourceBlob blob, CancellationToken cancellationToken)
    {
        if (!BatchPath.TryParse(blob.Address, out BatchPath? path, out BatchProblem? problem))
        {
            throw new BatchFormatException(problem);
        }

        ModelVersion model = path.ModelVersion!.Value;
        MonitorFileResult monitor = await monitors.GetAsync(model.Model, cancellationToken);
        if (!monitor.IsValid)
        {
            Log.BatchHeld(logger, blob.Address.ToString(), monitor.Problems[0].ToString());
            return null;
        }

        DatasetSchema? schema = await profiles.GetSchemaAsync(model, cancellationToken);
        var context = new BatchContext(monitor.Definition, path.FallbackTime(blob.LastModified)) { Schema = schema };
        BatchProfile profile = await profiler.ProfileAsync(blob.Content, path.FileName, context, cancellationToken);
        if (schema is null)
        {
            DatasetSchema inForce = await profiles.SetSchemaIfAbsentAsync(model, profile.Schema, cancellationToken);
            if (!inForce.IsSameAs(profile.Schema))
            {
                // Another batch came first and decided; this one is read again in its terms.
                await using SourceBlob? again = await blobs.OpenAsync(blob.Address, cancellationToken);
                return again?.ETag == blob.ETag ? await ProfileAsync(again, cancellationToken) : Stale(blob);
            }
        }

        await profiles.PutAsync(
            profile.Hours.Select(part => new ProfilePart(model, part.Hour, blob.Address.BatchId, blob.ETag, ProfileCodec.ToBytes(part.Profile))),
            cancellationToken);
        return new LedgerEntry(blob.Address, blob.ETag, LedgerState.Live)
        {
            Model = model,
            EventRange = profile.EventRange,
            Rows = profile.Rows,
            RejectedRows = profile.RejectedRowCount,
        };
    }

    // Whatever it says is dropped: the check before the commit sees that the blob has changed.
    private static LedgerEntry Stale(SourceBlob blob) => new(blob.Address, blob.ETag, LedgerState.Live);

    private async Task<IngestOutcome?> RetractAsync(Versioned<LedgerEntry> known, CancellationToken cancellationToken)
    {
        if (known.Value.State == LedgerState.Retracted)
        {
            return IngestOutcome.AlreadyKnown;
        }

        var entry = new LedgerEntry(known.Value.Blob, known.Value.ETag, LedgerState.Retracted) { Model = known.Value.Model };
        return await CommitAsync(entry, known, cancellationToken) ? IngestOutcome.Retracted : null;
    }

    private async Task<bool> CommitAsync(LedgerEntry entry, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        LedgerEntry committed = entry with { CommittedAt = clock.GetUtcNow() };
        if (known is { Value: { State: LedgerState.Live, EventRange: { } range } before })
        {
            committed = committed with { SupersededETag = before.ETag, SupersededRange = range };
        }

        string? tag = await ledger.TryWriteAsync(committed, known?.Tag, cancellationToken);
        if (tag is null)
        {
            return false;
        }

        await announcement.FinishAsync(new Versioned<LedgerEntry>(committed, tag), cancellationToken);
        return true;
    }
}
