using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Takes one event of a blob to its end: read the blob's present version, make the ledger say what it is, and have done what follows. Events come at least once and in any order; the effects are those of
/// the blob that is there.
/// </summary>
public abstract class ArrivalRun
{
    // Each round means that the blob was overwritten or another worker was faster; nobody overwrites that often.
    private const int MostRounds = 10;

    private readonly string _container;
    private readonly IBlobSource _blobs;
    private readonly IIngestLedger _ledger;
    private readonly MonitorCatalog _monitors;
    private readonly IQuarantine _quarantine;
    private readonly IBatchIndex _index;
    private readonly RetentionOptions _retention;
    private readonly TimeProvider _clock;

    private protected ArrivalRun(
        string container,
        IBlobSource blobs,
        IIngestLedger ledger,
        MonitorCatalog monitors,
        IQuarantine quarantine,
        IBatchIndex index,
        IOptions<RetentionOptions> retention,
        TimeProvider clock,
        ILogger logger)
    {
        _container = container;
        _blobs = blobs;
        _ledger = ledger;
        _monitors = monitors;
        _quarantine = quarantine;
        _index = index;
        _retention = retention.Value;
        _clock = clock;
        Logger = logger;
    }

    private protected ILogger Logger { get; }

    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidOperationException">The blob kept changing; the event is to be delivered again.</exception>
    public async Task<IngestOutcome> HandleAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        if (Arrival.IgnoredBecause(blobEvent.Blob, _container) is { } reason)
        {
            Log.EventIgnored(Logger, blobEvent.Blob.ToString(), reason);
            return IngestOutcome.Ignored;
        }

        for (int round = 0; round < MostRounds; round++)
        {
            if (await TryOnceAsync(blobEvent, cancellationToken) is { } outcome)
            {
                Log.BatchHandled(Logger, blobEvent.Blob.ToString(), outcome);
                return outcome;
            }
        }

        throw new InvalidOperationException($"{blobEvent.Blob} changed {MostRounds} times while it was being read.");
    }

    /// <summary>What the entry says before the blob has been read.</summary>
    private protected abstract LedgerEntry Draft(LedgerEntry entry, BatchPath path, MonitorDefinition monitor);

    /// <summary>Reads the blob and keeps what is in it, which counts for nothing before the ledger says so.</summary>
    /// <returns>What the ledger is to say; null: the ground moved, and it must be read again.</returns>
    /// <exception cref="BatchFormatException">It cannot be read.</exception>
    private protected abstract Task<LedgerEntry?> ReadAsync(SourceBlob blob, BatchPath path, MonitorDefinition monitor, LedgerEntry draft, CancellationToken cancellationToken);

    /// <summary>Does what follows from an entry, and marks it announced; safe to repeat.</summary>
    private protected abstract Task FinishAsync(Versioned<LedgerEntry> committed, CancellationToken cancellationToken);

    /// <summary>One round; null when the ground moved under it and it must be done again.</summary>
    private async Task<IngestOutcome?> TryOnceAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        BlobAddress address = blobEvent.Blob;
        Versioned<LedgerEntry>? known = await _ledger.GetAsync(address, cancellationToken);
        if (known is { Value.Announced: false })
        {
            // What a crash, or a slow worker, left open is finished first: then each entry supersedes one version and no more.
            await FinishAsync(known, cancellationToken);
            return null;
        }

        await using SourceBlob? blob = await _blobs.OpenAsync(address, cancellationToken);
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
                    // Undeleted: it has counted all along.
                    return await CommitAsync(known.Value with { State = LedgerState.Live }, known, cancellationToken) ? IngestOutcome.Ingested : null;
                default:
                    break;
            }
        }

        if (Arrival.WaitsBecause(blob, _clock.GetUtcNow()) is { } waits)
        {
            Log.BatchWaits(Logger, address.ToString(), waits);
            await _index.NoteAsync(BatchRecord.Held(blob, known?.Value, waits), cancellationToken);
            return IngestOutcome.Held;
        }

        (LedgerEntry? read, bool held) = await ReadAsync(blob, known?.Value, cancellationToken);
        if (read is not { } entry)
        {
            return held ? IngestOutcome.Held : null;
        }

        // A slow reader of an old version must not commit last.
        if (await _blobs.GetETagAsync(address, cancellationToken) != blob.ETag)
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
    private async Task<(LedgerEntry? Entry, bool Held)> ReadAsync(SourceBlob blob, LedgerEntry? known, CancellationToken cancellationToken)
    {
        var draft = new LedgerEntry(blob.Address, blob.ETag, LedgerState.Live)
        {
            Length = blob.Length,
            ModifiedAt = blob.LastModified,
            ArrivedAt = known?.ArrivedAt ?? blob.LastModified,
            Retractions = known?.Retractions ?? 0,
        };
        if (!BatchPath.TryParse(blob.Address, out BatchPath? path, out BatchProblem? problem))
        {
            return (await QuarantineAsync(draft, problem, cancellationToken), Held: false);
        }

        MonitorFileResult monitor = await _monitors.GetAsync(path.Model, cancellationToken);
        if (!monitor.IsValid)
        {
            string reason = monitor.Problems[0].ToString();
            Log.BatchHeld(Logger, blob.Address.ToString(), reason);
            await _index.NoteAsync(BatchRecord.Held(blob, known, reason), cancellationToken);
            return (null, Held: true);
        }

        draft = Draft(draft with { MonitorDigest = monitor.Definition.Digest }, path, monitor.Definition);
        try
        {
            return (await ReadAsync(blob, path, monitor.Definition, draft, cancellationToken), Held: false);
        }
        catch (BatchFormatException exception) when (exception.Problem.Code == BatchProblem.NoRows)
        {
            // There was nothing, and the sender says so: that is no damage. What is missing is for the volume check to say.
            return (draft with { Notes = $"{exception.Problem.Message} It counts, with 0 rows." }, Held: false);
        }
        catch (BatchFormatException exception)
        {
            return (await QuarantineAsync(draft, exception.Problem, cancellationToken), Held: false);
        }
    }

    private async Task<LedgerEntry> QuarantineAsync(LedgerEntry draft, BatchProblem problem, CancellationToken cancellationToken)
    {
        await _quarantine.KeepAsync(draft.Blob, draft.ETag, problem, cancellationToken);
        return draft with { State = LedgerState.Quarantined, Problem = problem.Message };
    }

    /// <summary>Takes back what a blob that is gone has counted for.</summary>
    private async Task<IngestOutcome?> RetractAsync(BlobEvent blobEvent, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        if (known?.Value is not { State: LedgerState.Live or LedgerState.Quarantined } before)
        {
            return await NoteGoneAsync(blobEvent, known, cancellationToken);
        }

        // An event of before this version was written speaks of another deletion.
        DateTimeOffset goneAt = blobEvent.DeletedAt >= before.ModifiedAt ? blobEvent.DeletedAt.Value : _clock.GetUtcNow();
        bool isExpired = before.State == LedgerState.Live && _retention.IsOver(before.ModifiedAt, goneAt);
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
        return await CommitAsync(entry, known, cancellationToken) && await _blobs.GetETagAsync(before.Blob, cancellationToken) is null
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

        ModelVersion? model = BatchPath.TryParse(blobEvent.Blob, out BatchPath? path, out _) ? path.Owner : null;
        LedgerEntry entry = known?.Value
            ?? new LedgerEntry(blobEvent.Blob, string.Empty, LedgerState.Retracted) { Model = model, ArrivedAt = blobEvent.DeletedAt ?? _clock.GetUtcNow() };
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

            Versioned<LedgerEntry>? now = await _ledger.GetAsync(entry.Blob, cancellationToken);
            bool isRelabelled = now is { Value.IsOutcomeOnly: true } && (now.Value.ETag, now.Value.State, now.Value.Retractions) == (known?.Value.ETag, known?.Value.State, known?.Value.Retractions);
            if (!isRelabelled || (entry.State == LedgerState.Live && await _blobs.GetETagAsync(entry.Blob, cancellationToken) != entry.ETag))
            {
                return false;
            }

            if (!now!.Value.Announced)
            {
                await FinishAsync(now, cancellationToken);
                now = await _ledger.GetAsync(entry.Blob, cancellationToken);
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
            CommittedAt = Arrival.After(before?.CommittedAt, _clock.GetUtcNow()),
            Revision = (before?.Revision ?? 0) + 1,
            Announced = false,
            IsOutcomeOnly = false,
            SupersededETag = supersedes ? before!.CountedVersion : null,
            SupersededRange = supersedes ? before!.EventRange : null,
            QuarantinedETag = before?.State == LedgerState.Quarantined && entry.State != LedgerState.Quarantined ? before.ETag : null,
        };
        string? tag = await _ledger.TryWriteAsync(committed, known?.Tag, cancellationToken);
        if (tag is null)
        {
            return false;
        }

        await FinishAsync(new Versioned<LedgerEntry>(committed, tag), cancellationToken);
        return true;
    }
}
