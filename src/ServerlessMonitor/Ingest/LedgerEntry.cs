using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest;

/// <summary>
/// What is known of one blob. The entry is the single place that decides which profile of a blob counts: parts whose
/// <see cref="ETag"/> is not the live entry's are as if they did not exist.
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

    /// <summary>The version before this one, whose profile is to be forgotten; null when there was none that counted.</summary>
    public string? SupersededETag { get; init; }

    /// <summary>Whether everything that follows from the entry (evaluation, alert) has been asked for. A redelivery finishes what a crash left open.</summary>
    public bool Announced { get; init; }

    /// <summary>Why it was quarantined, for people; null otherwise.</summary>
    public string? Problem { get; init; }
}
