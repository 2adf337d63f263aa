using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest;

/// <summary>One row of the index of what is expected and what was processed. Derived: the ledger and the container decide.</summary>
/// <param name="Blob">Which blob.</param>
/// <param name="Model">The model version it belongs to; null for a blob whose path names none.</param>
/// <param name="State">Where it is on its way.</param>
/// <param name="ETag">The version that is spoken of.</param>
/// <param name="ArrivedAt">When the first version that was seen of it was written.</param>
public sealed record BatchRecord(BlobAddress Blob, ModelVersion? Model, BatchState State, string ETag, DateTimeOffset ArrivedAt)
{
    private const int Ranks = 4;

    /// <summary>The ledger entry's revision that is spoken of; of a blob that waits, the last one; 0: the ledger does not know it.</summary>
    public long Revision { get; init; }

    /// <summary>When that version was written.</summary>
    public DateTimeOffset ModifiedAt { get; init; }

    /// <summary>When the state came about; null while it waits.</summary>
    public DateTimeOffset? ProcessedAt { get; init; }

    /// <summary>Rows that count.</summary>
    public long Rows { get; init; }

    /// <summary>Rows left out because they could not be read.</summary>
    public long RejectedRows { get; init; }

    /// <summary>Size in bytes as stored.</summary>
    public long Length { get; init; }

    /// <summary>How many hours of event time its rows touch.</summary>
    public int Hours { get; init; }

    /// <summary>The event times of its rows; null when it has none.</summary>
    public TimeWindow? EventRange { get; init; }

    /// <summary>Why it is held or in quarantine, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>What a person should know about how it was read.</summary>
    public string? Notes { get; init; }

    /// <summary>Whether the blob is not processed yet.</summary>
    public bool IsOpen => State is BatchState.Waiting or BatchState.Held;

    /// <summary>Which of two records of a blob is the later: a record never overrides one of a higher order.</summary>
    public long Order => (Revision * Ranks) + (State switch { BatchState.Waiting => 1, BatchState.Held => 2, _ => 0 });

    /// <summary>The record of a ledger entry.</summary>
    public static BatchRecord Of(LedgerEntry entry) => new(
        entry.Blob,
        entry.Model,
        entry.State switch
        {
            LedgerState.Live => BatchState.Live,
            LedgerState.Quarantined => BatchState.Quarantined,
            LedgerState.Expired => BatchState.Expired,
            _ => BatchState.Retracted,
        },
        entry.ETag,
        entry.ArrivedAt)
    {
        Revision = entry.Revision,
        ModifiedAt = entry.ModifiedAt,
        ProcessedAt = entry.CommittedAt,
        Rows = entry.Rows,
        RejectedRows = entry.RejectedRows,
        Length = entry.Length,
        Hours = entry.Hours,
        EventRange = entry.EventRange,
        Reason = entry.Problem,
        Notes = entry.Notes,
    };

    /// <summary>The record of a blob that was listed, and that the ledger does not know in this version.</summary>
    /// <param name="blob">As it was listed.</param>
    /// <param name="known">What the ledger knows of it.</param>
    public static BatchRecord Waiting(BlobListing blob, LedgerEntry? known) =>
        new(blob.Address, known is null ? ModelOf(blob.Address) : known.Model, BatchState.Waiting, blob.ETag, known?.ArrivedAt ?? blob.LastModified)
        {
            Revision = known?.Revision ?? 0,
            ModifiedAt = blob.LastModified,
            Length = blob.Length,
        };

    /// <summary>The record of a blob that was opened, and cannot be read before its model's monitor file is mended.</summary>
    /// <param name="blob">As it was opened.</param>
    /// <param name="known">What the ledger knows of it.</param>
    /// <param name="reason">What is wrong with the monitor file.</param>
    public static BatchRecord Held(SourceBlob blob, LedgerEntry? known, string reason) =>
        Waiting(new BlobListing(blob.Address, blob.ETag, blob.Length, blob.LastModified), known) with { State = BatchState.Held, Reason = reason };

    private static ModelVersion? ModelOf(BlobAddress blob) => BatchPath.TryParse(blob, out BatchPath? path, out _) ? path.Owner : null;
}
