using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>
/// Takes one event of a blob of labels to its end: keep the present version's labels sorted, make the ledger say so, and ask for the batches that they are for to be joined. Events come at least once and in
/// any order; the effects are those of the blob that is there.
/// </summary>
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
    ILogger<LabelRun> logger)
{
    // Each round means that the blob was overwritten or another worker was faster; nobody overwrites that often.
    private const int MostRounds = 10;

    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidOperationException">The blob kept changing; the event is to be delivered again.</exception>
    public async Task<IngestOutcome> HandleAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        if (Arrival.IgnoredBecause(blobEvent.Blob, BlobContainers.Labels) is { } reason)
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

        bool isKnown = known is not null && known.Value.ETag == blob.ETag
            && (known.Value.State == LedgerState.Live || (known.Value.State == LedgerState.Quarantined && !blobEvent.Again));
        if (isKnown)
        {
            return IngestOutcome.AlreadyKnown;
        }

        if (Arrival.WaitsBecause(blob, clock.GetUtcNow()) is { } waits)
        {
            Log.BatchWaits(logger, address.ToString(), waits);
            await index.NoteAsync(BatchRecord.Held(blob, known?.Value, waits), cancellationToken);
            return IngestOutcome.Held;
        }

        if (await ReadAsync(blob, known?.Value, cancellationToken) is not { } entry)
        {
            return IngestOutcome.Held;
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

    /// <summary>What the blob is; null: it is held, as the monitor file cannot be used.</summary>
    private async Task<LedgerEntry?> ReadAsync(SourceBlob blob, LedgerEntry? known, CancellationToken cancellationToken)
    {
        var draft = new LedgerEntry(blob.Address, blob.ETag, LedgerState.Live)
        {
            Length = blob.Length,
            ModifiedAt = blob.LastModified,
            ArrivedAt = known?.ArrivedAt ?? blob.LastModified,
            Retractions = known?.Retractions ?? 0,
        };
        try
        {
            if (!BatchPath.TryParse(blob.Address, out BatchPath? path, out BatchProblem? problem))
            {
                throw new BatchFormatException(problem);
            }

            draft = draft with { Model = path.Owner };
            MonitorFileResult monitor = await monitors.GetAsync(path.Model, cancellationToken);
            if (!monitor.IsValid)
            {
                string reason = monitor.Problems[0].ToString();
                Log.BatchHeld(logger, blob.Address.ToString(), reason);
                await index.NoteAsync(BatchRecord.Held(blob, known, reason), cancellationToken);
                return null;
            }

            draft = draft with { MonitorDigest = monitor.Definition.Digest, ProfileVersion = LabelVersions.Of(blob.ETag, monitor.Definition.Digest, draft.Retractions) };
            return await KeepAsync(blob, path, monitor.Definition, draft, cancellationToken);
        }
        catch (BatchFormatException exception) when (exception.Problem.Code == BatchProblem.NoRows)
        {
            return draft with { Notes = $"{exception.Problem.Message} It counts as a file of 0 labels." };
        }
        catch (BatchFormatException exception)
        {
            await quarantine.KeepAsync(blob.Address, blob.ETag, exception.Problem, cancellationToken);
            return draft with { State = LedgerState.Quarantined, Problem = exception.Problem.Message };
        }
    }

    /// <summary>Keeps the labels, which count for nothing before the ledger says so.</summary>
    private async Task<LedgerEntry> KeepAsync(SourceBlob blob, BatchPath path, MonitorDefinition monitor, LedgerEntry draft, CancellationToken cancellationToken)
    {
        await using Stream file = KeptSpool.Open();
        LabelFileSummary labels = await LabelFileReader.ReadAsync(blob.Content, path.FileName, monitor, file, cancellationToken);
        file.Position = 0;
        await kept.PutAsync(KeptNames.Of(LabelVersions.FileOf(draft, draft.CountedVersion)), file, cancellationToken);
        if (labels.Notes.Count > 0)
        {
            Log.BatchNoted(logger, blob.Address.ToString(), string.Join(' ', labels.Notes));
        }

        return draft with
        {
            Rows = labels.Ids,
            RejectedRows = labels.RejectedRows.Values.Sum(),
            Notes = labels.Notes.Count > 0 ? string.Join(' ', labels.Notes) : null,
        };
    }

    /// <summary>Takes back the labels of a blob that is gone.</summary>
    private async Task<IngestOutcome?> RetractAsync(BlobEvent blobEvent, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        if (known?.Value is not { State: LedgerState.Live or LedgerState.Quarantined } before)
        {
            if (blobEvent.Kind != BlobEventKind.Deleted)
            {
                return known is null ? IngestOutcome.Nothing : IngestOutcome.AlreadyKnown;
            }

            // A worker that read it may be just before its commit: the entry is written all the same, so that this commit fails.
            LedgerEntry gone = known?.Value ?? new LedgerEntry(blobEvent.Blob, string.Empty, LedgerState.Retracted)
            {
                Model = BatchPath.TryParse(blobEvent.Blob, out BatchPath? path, out _) ? path.Owner : null,
                ArrivedAt = blobEvent.DeletedAt ?? clock.GetUtcNow(),
            };
            return await CommitAsync(gone, known, cancellationToken) ? IngestOutcome.Nothing : null;
        }

        DateTimeOffset goneAt = blobEvent.DeletedAt >= before.ModifiedAt ? blobEvent.DeletedAt.Value : clock.GetUtcNow();
        bool isExpired = before.State == LedgerState.Live && retention.Value.IsOver(before.ModifiedAt, goneAt);
        LedgerEntry entry = isExpired ? before with { State = LedgerState.Expired } : new LedgerEntry(before.Blob, before.ETag, LedgerState.Retracted)
        {
            Model = before.Model,
            ModifiedAt = before.ModifiedAt,
            ArrivedAt = before.ArrivedAt,
            Retractions = before.Retractions + 1,
        };
        return await CommitAsync(entry, known, cancellationToken) && await blobs.GetETagAsync(before.Blob, cancellationToken) is null ? isExpired ? IngestOutcome.Expired : IngestOutcome.Retracted : null;
    }

    private async Task<bool> CommitAsync(LedgerEntry entry, Versioned<LedgerEntry>? known, CancellationToken cancellationToken)
    {
        LedgerEntry? before = known?.Value;
        LedgerEntry committed = entry with
        {
            CommittedAt = Arrival.After(before?.CommittedAt, clock.GetUtcNow()),
            Revision = (before?.Revision ?? 0) + 1,
            Announced = false,
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
