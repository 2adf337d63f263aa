using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Takes one event of a prediction blob to its end: profile the blob's present version, make the ledger say so, and ask for what follows. Events come at
/// least once and in any order; the effects are those of the blob that is there.
/// </summary>
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
    ILogger<IngestRun> logger)
{
    // Each round means that the blob was overwritten or another worker was faster; nobody overwrites that often.
    private const int MostRounds = 10;

    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidOperationException">The blob kept changing; the event is to be delivered again.</exception>
    public async Task<IngestOutcome> HandleAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        if (Arrival.IgnoredBecause(blobEvent.Blob, BlobContainers.Predictions) is { } reason)
        {
            Log.EventIgnored(logger, blobEvent.Blob.ToString(), reason);
            return IngestOutcome.Ignored;
        }

        for (int round = 0; round < MostRounds; round++)
        {
            if (await TryOnceAsync(blobEvent, cancellationToken) is { } outcome)
            {
                Log.BatchHandled(logger, blobEvent.Blob.ToString(), outcome);
                return outcome;
            }
        }

        throw new InvalidOperationException($"{blobEvent.Blob} changed {MostRounds} times while it was being read.");
    }

    /// <summary>One round; null when the ground moved under it and it must be done again.</summary>
    private async Task<IngestOutcome?> TryOnceAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        BlobAddress address = blobEvent.Blob;
        Versioned<LedgerEntry>? known = await ledger.GetAsync(address, cancellationToken);
        if (known is { Value.Announced: false })
        {
            // What a crash, or a slow worker, left open is finished first: then each entry supersedes one version and no more.
            await announcement.FinishAsync(known, cancellationToken);
            return null;
        }

        await using SourceBlob? blob = await blobs.OpenAsync(address, cancellationToken);
        if (blob is { IsFolder: true })
        {
            return IngestOutcome.Ignored;
        }

        if (blob is null)
        {
            return await RetractAsync(blobEvent, known, cancellationToken);
        }

        if (known is not null && known.Value.ETag == blob.ETag)
        {
            switch (known.Value.State)
            {
                case LedgerState.Live:
                case LedgerState.Quarantined when !blobEvent.Again:
                    return IngestOutcome.AlreadyKnown;
                case LedgerState.Expired:
                    // Undeleted: its parts have counted all along.
                    return await CommitAsync(known.Value with { State = LedgerState.Live }, known, cancellationToken) ? IngestOutcome.Ingested : null;
                default:
                    break;
            }
        }

        if (Arrival.WaitsBecause(blob, clock.GetUtcNow()) is { } waits)
        {
            Log.BatchWaits(logger, address.ToString(), waits);
            await index.NoteAsync(BatchRecord.Held(blob, known?.Value, waits), cancellationToken);
            return IngestOutcome.Held;
        }

        var draft = new LedgerEntry(address, blob.ETag, LedgerState.Live)
        {
            Length = blob.Length,
            ModifiedAt = blob.LastModified,
            ArrivedAt = known?.Value.ArrivedAt ?? blob.LastModified,
            Retractions = known?.Value.Retractions ?? 0,
        };
        (LedgerEntry? read, bool held) = await ReadAsync(blob, draft, known?.Value, cancellationToken);
        if (read is not { } entry)
        {
            return held ? IngestOutcome.Held : null;
        }

        // A slow reader of an old version must not commit last.
        if (await blobs.GetETagAsync(address, cancellationToken) != blob.ETag)
        {
            return null;
        }

        bool isAsBadAsBefore = entry.State == LedgerState.Quarantined && known is { Value.State: LedgerState.Quarantined }
            && (known.Value.ETag, known.Value.Problem, known.Value.MonitorDigest) == (entry.ETag, entry.Problem, entry.MonitorDigest);
        return isAsBadAsBefore || await CommitAsync(entry, known, cancellationToken)
            ? entry.State == LedgerState.Live ? IngestOutcome.Ingested : IngestOutcome.Quarantined
            : null;
    }

    /// <summary>What the blob is. Null: it is held, as the monitor file cannot be used; or it changed meanwhile.</summary>
    private async Task<(LedgerEntry? Entry, bool Held)> ReadAsync(SourceBlob blob, LedgerEntry draft, LedgerEntry? known, CancellationToken cancellationToken)
    {
        if (!BatchPath.TryParse(blob.Address, out BatchPath? path, out BatchProblem? problem))
        {
            return (await QuarantineAsync(draft, problem, cancellationToken), Held: false);
        }

        ModelVersion model = path.ModelVersion!.Value;
        MonitorFileResult monitor = await monitors.GetAsync(model.Model, cancellationToken);
        if (!monitor.IsValid)
        {
            string reason = monitor.Problems[0].ToString();
            Log.BatchHeld(logger, blob.Address.ToString(), reason);
            await index.NoteAsync(BatchRecord.Held(blob, known, reason), cancellationToken);
            return (null, Held: true);
        }

        draft = draft with { Model = model, MonitorDigest = monitor.Definition.Digest };
        try
        {
            return (await ProfileAsync(blob, path, monitor.Definition, draft, cancellationToken), Held: false);
        }
        catch (BatchFormatException exception) when (exception.Problem.Code == BatchProblem.NoRows)
        {
            // Nothing was predicted, and the sender says so: that is no damage. What is missing is for the volume check to say.
            return (draft with { Notes = $"{exception.Problem.Message} It counts as a batch of 0 rows." }, Held: false);
        }
        catch (BatchFormatException exception)
        {
            return (await QuarantineAsync(draft, exception.Problem, cancellationToken), Held: false);
        }
    }

    private async Task<LedgerEntry> QuarantineAsync(LedgerEntry draft, BatchProblem problem, CancellationToken cancellationToken)
    {
        await quarantine.KeepAsync(draft.Blob, draft.ETag, problem, cancellationToken);
        return draft with { State = LedgerState.Quarantined, Problem = problem.Message };
    }

    /// <summary>Profiles the blob and keeps its parts, which count for nothing before the ledger says so. Null: it changed meanwhile.</summary>
    private async Task<LedgerEntry?> ProfileAsync(SourceBlob blob, BatchPath path, MonitorDefinition monitor, LedgerEntry draft, CancellationToken cancellationToken)
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
            Log.BatchNoted(logger, blob.Address.ToString(), string.Join(' ', profile.Notes));
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

    /// <summary>Takes back what a blob that is gone has counted for.</summary>
    private async Task<IngestOutcome?> RetractAsync(BlobEvent blobEvent, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        if (known?.Value is not { State: LedgerState.Live or LedgerState.Quarantined } before)
        {
            return await NoteGoneAsync(blobEvent, known, cancellationToken);
        }

        // An event of before this version was written speaks of another deletion.
        DateTimeOffset goneAt = blobEvent.DeletedAt >= before.ModifiedAt ? blobEvent.DeletedAt.Value : clock.GetUtcNow();
        bool isExpired = before.State == LedgerState.Live && retention.Value.IsOver(before.ModifiedAt, goneAt);
        LedgerEntry entry = isExpired
            ? before with { State = LedgerState.Expired }
            : new LedgerEntry(before.Blob, before.ETag, LedgerState.Retracted)
            {
                Model = before.Model,
                ModifiedAt = before.ModifiedAt,
                ArrivedAt = before.ArrivedAt,
                Retractions = before.Retractions + 1,
            };

        // Whoever handled the event of an undelete meanwhile saw the entry of before, and had nothing to do.
        return await CommitAsync(entry, known, cancellationToken) && await blobs.GetETagAsync(before.Blob, cancellationToken) is null
            ? isExpired ? IngestOutcome.Expired : IngestOutcome.Retracted
            : null;
    }

    /// <summary>
    /// A blob that counts for nothing is deleted. A worker that read it may be just before its commit: the entry is written all the same, so that this commit fails.
    /// </summary>
    private async Task<IngestOutcome?> NoteGoneAsync(BlobEvent blobEvent, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        IngestOutcome outcome = known is null ? IngestOutcome.Nothing : IngestOutcome.AlreadyKnown;
        if (blobEvent.Kind != BlobEventKind.Deleted)
        {
            return outcome;
        }

        ModelVersion? model = BatchPath.TryParse(blobEvent.Blob, out BatchPath? path, out _) ? path.ModelVersion : null;
        LedgerEntry entry = known?.Value
            ?? new LedgerEntry(blobEvent.Blob, string.Empty, LedgerState.Retracted) { Model = model, ArrivedAt = blobEvent.DeletedAt ?? clock.GetUtcNow() };
        return await CommitAsync(entry, known, cancellationToken) ? outcome : null;
    }

    /// <summary>Puts the entry in the place of the known one, or of what labels have made of that meanwhile: they come all the time, and the blob need not be read again for them.</summary>
    private async Task<bool> CommitAsync(LedgerEntry entry, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            if (await TryCommitAsync(entry, known, cancellationToken))
            {
                return true;
            }

            Versioned<LedgerEntry>? now = await ledger.GetAsync(entry.Blob, cancellationToken);
            bool isRelabelled = now is { Value.IsOutcomeOnly: true } && (now.Value.ETag, now.Value.State, now.Value.Retractions) == (known?.Value.ETag, known?.Value.State, known?.Value.Retractions);
            if (!isRelabelled || (entry.State == LedgerState.Live && await blobs.GetETagAsync(entry.Blob, cancellationToken) != entry.ETag))
            {
                return false;
            }

            if (!now!.Value.Announced)
            {
                await announcement.FinishAsync(now, cancellationToken);
                now = await ledger.GetAsync(entry.Blob, cancellationToken);
            }

            known = now;
        }

        return false;
    }

    private async Task<bool> TryCommitAsync(LedgerEntry entry, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        LedgerEntry? before = known?.Value;
        bool supersedes = before is { Counts: true, EventRange: not null } && !(entry.Counts && entry.CountedVersion == before.CountedVersion);
        LedgerEntry committed = entry with
        {
            CommittedAt = Arrival.After(before?.CommittedAt, clock.GetUtcNow()),
            Revision = (before?.Revision ?? 0) + 1,
            Announced = false,
            IsOutcomeOnly = false,
            SupersededETag = supersedes ? before!.CountedVersion : null,
            SupersededRange = supersedes ? before!.EventRange : null,
            QuarantinedETag = before?.State == LedgerState.Quarantined && entry.State != LedgerState.Quarantined ? before.ETag : null,
        };
        string? tag = await ledger.TryWriteAsync(committed, known?.Tag, cancellationToken);
        if (tag is null)
        {
            return false;
        }

        await announcement.FinishAsync(new Versioned<LedgerEntry>(committed, tag), cancellationToken);
        return true;
    }
}
