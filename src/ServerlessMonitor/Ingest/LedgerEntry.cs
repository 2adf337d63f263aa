using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest;

/// <summary>
/// What is known of one blob. The entry is the single place that decides which profile of a blob counts: parts whose
/// version is not the counted entry's <see cref="CountedVersion"/> are as if they did not exist.
/// </summary>
/// <param name="Blob">Which blob.</param>
/// <param name="ETag">The version that was read, without quotes.</param>
/// <param name="State">What became of it.</param>
public sealed record LedgerEntry(BlobAddress Blob, string ETag, LedgerState State)
{
    /// <summary>The model version it belongs to; null for a blob whose path names none.</summary>
    public ModelVersion? Model { get; init; }

    /// <summary>The event times of its rows; null when it has none.</summary>
    public TimeWindow? EventRange { get; init; }

    /// <summary>Rows that count.</summary>
    public long Rows { get; init; }

    /// <summary>Rows left out because they could not be read.</summary>
    public long RejectedRows { get; init; }

    /// <summary>Size in bytes as stored.</summary>
    public long Length { get; init; }

    /// <summary>When the entry was written, wall clock.</summary>
    public DateTimeOffset CommittedAt { get; init; }

    /// <summary>The event times that the version before this one touched and that must be evaluated again too; null when there was none.</summary>
    public TimeWindow? SupersededRange { get; init; }

    /// <summary>The profile version before this one, which is to be forgotten; null when there was none that counted.</summary>
    public string? SupersededETag { get; init; }

    /// <summary>Whether everything that follows from the entry (evaluation, alert) has been asked for. A redelivery finishes what a crash left open.</summary>
    public bool Announced { get; init; }

    /// <summary>Why it was quarantined, for people; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>How often the entry was written; what is derived from it follows the highest.</summary>
    public long Revision { get; init; }

    /// <summary>When the blob's version was written.</summary>
    public DateTimeOffset ModifiedAt { get; init; }

    /// <summary>When the first version that was seen of the blob was written: never changes, so that lists stay in order.</summary>
    public DateTimeOffset ArrivedAt { get; init; }

    /// <summary>How many cells of event time (hours, beyond <c>BatchProfile.CellLimit</c> days or months) its rows touch.</summary>
    public int Hours { get; init; }

    /// <summary>What a person should know about how it was read, for example that its hours were folded into days; null: nothing.</summary>
    public string? Notes { get; init; }

    /// <summary>
    /// How often it was retracted. A blob that comes back undeleted has the ETag it had: only this tells its new parts from those that are being forgotten.
    /// </summary>
    public int Retractions { get; init; }

    /// <summary>Which profile counts: the ETag with a digest of what else decides the parts; null in entries of before: the <see cref="ETag"/> itself.</summary>
    public string? ProfileVersion { get; init; }

    /// <summary>The monitor in whose terms it was read; null: in none.</summary>
    public string? MonitorDigest { get; init; }

    /// <summary>The version before this one, whose copy in quarantine is to be removed; null when it was not there.</summary>
    public string? QuarantinedETag { get; init; }

    /// <summary>Whether only the outcome of its rows is another than that of the entry before: no row came or went.</summary>
    public bool IsOutcomeOnly { get; init; }

    /// <summary>The version that the parts which count carry.</summary>
    public string CountedVersion => ProfileVersion ?? ETag;

    /// <summary>Whether its rows count.</summary>
    public bool Counts => State is LedgerState.Live or LedgerState.Expired;
}
