using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Labels;

/// <summary>What a file of labels holds.</summary>
public sealed record LabelFileSummary
{
    /// <summary>Rows with an id and a label.</summary>
    public required long Rows { get; init; }

    /// <summary>Different ids: the labels that are kept.</summary>
    public required long Ids { get; init; }

    /// <summary>Rows whose id comes again later in the file with another label; the last one counts.</summary>
    public required long DifferingRepeats { get; init; }

    /// <summary>Rows left out, by reason (<see cref="Ingest.RejectReasons"/>).</summary>
    public required IReadOnlyDictionary<string, long> RejectedRows { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<RejectedRow> RejectedSamples { get; init; }

    /// <summary>The hours of the predictions, as the labels name them: half-open; null where no label has a timestamp.</summary>
    public required TimeWindow? Hours { get; init; }

    /// <summary>Rows without a usable timestamp in a file that has a column of them: they are looked for at all times.</summary>
    public required long RowsWithoutTime { get; init; }

    /// <summary>The column that names the prediction.</summary>
    public required string IdColumn { get; init; }

    /// <summary>The column with the truth.</summary>
    public required string LabelColumn { get; init; }

    /// <summary>The column with the prediction's time; null where there is none.</summary>
    public required string? TimestampColumn { get; init; }

    /// <summary>Bytes read, as stored (before decompression).</summary>
    public required long BytesRead { get; init; }

    /// <summary>The length of what was kept.</summary>
    public required long BytesKept { get; init; }

    /// <summary>What a person should know about how the file was understood.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
