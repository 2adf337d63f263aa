using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile;

/// <summary>What came out of reading one file once.</summary>
public sealed record BatchProfile
{
    /// <summary>The most cells (hours) that one file may touch.</summary>
    public const int CellLimit = 2000;

    private const int ColumnCellLimit = 120_000;

    /// <summary>The most cells that a file with so many columns may touch: fewer beyond 60 columns, as every column is summarised in every cell.</summary>
    public static int CellLimitOf(int columns) => Math.Clamp(ColumnCellLimit / Math.Max(columns, 1), 1, CellLimit);

    /// <summary>The schema of the profiles: the known one, with columns it did not know at the end; or the inferred one.</summary>
    public required DatasetSchema Schema { get; init; }

    /// <summary>
    /// A profile for every hour of event time with rows, ascending. A file that touches more than
    /// <see cref="CellLimit"/> hours has one for every day (month) instead, under its first hour.
    /// </summary>
    public required IReadOnlyList<(DateTimeOffset Hour, DatasetProfile Profile)> Hours { get; init; }

    /// <summary>Rows that count, over all hours.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows left out, by reason (<see cref="Ingest.RejectReasons"/>).</summary>
    public required IReadOnlyDictionary<string, long> RejectedRows { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<RejectedRow> RejectedSamples { get; init; }

    /// <summary>The first cells of each column whose text is not of the column's kind; the counts are in the column profiles.</summary>
    public required IReadOnlyList<InvalidCell> InvalidSamples { get; init; }

    /// <summary>The event times of the rows; half-open; a row dated by its path alone counts with the whole day or hour.</summary>
    public required TimeWindow EventRange { get; init; }

    /// <summary>Bytes read, as stored (before decompression).</summary>
    public required long BytesRead { get; init; }

    /// <summary>Columns of the known schema that the file lacks.</summary>
    public required IReadOnlyList<string> AbsentColumns { get; init; }

    /// <summary>Columns of the file that the known schema lacks.</summary>
    public required IReadOnlyList<string> NewColumns { get; init; }

    /// <summary>
    /// Columns, of files whose rows name their own cells, that came up too late to be kept: in how many rows they have a value.
    /// </summary>
    public required IReadOnlyDictionary<string, long> LateColumns { get; init; }

    /// <summary>What a person should know about how the file was understood, for example why there is no positive class.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Which values have a segment of their own from this file on. They are to be kept for the version before the profiles are, where the file <see cref="HasNewSegmentValues"/>.</summary>
    public SegmentValues SegmentValues { get; init; } = SegmentValues.None;

    /// <summary>Whether the file brought some of <see cref="SegmentValues"/>.</summary>
    public bool HasNewSegmentValues { get; init; }

    /// <summary>
    /// Whether there were more new values than the limit leaves room for: the file has to be read once more, with <see cref="SegmentValues"/> known, so that the rows of the others go where
    /// they will always go.
    /// </summary>
    public bool HasTooManySegmentValues { get; init; }

    /// <summary>
    /// What was written to <see cref="BatchContext.KeptPredictions"/>; null when nothing is to be kept: the file has no ids, or nothing that was predicted. What the stream holds then is of no use; where the
    /// file <see cref="HasTooManySegmentValues"/> it is of no use either.
    /// </summary>
    public KeptPredictionsInfo? KeptPredictions { get; init; }

    /// <summary>Sum of <see cref="RejectedRows"/>.</summary>
    public long RejectedRowCount => RejectedRows.Values.Sum();
}
