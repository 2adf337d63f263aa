using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Profile;

/// <summary>What must be known beside the file itself to profile a batch.</summary>
/// <param name="Monitor">What the team says about the model.</param>
/// <param name="Fallback">The event time of rows that have none of their own.</param>
public sealed record BatchContext(MonitorDefinition Monitor, EventTimeFallback Fallback)
{
    /// <summary>The schema that the model version has already; null before its first batch, then it is inferred.</summary>
    public DatasetSchema? Schema { get; init; }

    /// <summary>Which values have a segment of their own already.</summary>
    public SegmentValues SegmentValues { get; init; } = SegmentValues.None;

    /// <summary>Whether rows are kept by segment too, as the monitor says. Not for pieces of a baseline.</summary>
    public bool WithSegments { get; init; } = true;

    /// <summary>Windows of so many rows in the order of the file, in the place of hours; null: hours of event time.</summary>
    public RowWindows? RowWindows { get; init; }

    /// <summary>
    /// Receives the batch's predictions, to be joined with labels that come later (only when profiling by hour): a temporary file, for example, that can be read and set back. It is
    /// written from its present position on and left open; what stands behind is not shortened. Null: they are not kept.
    /// </summary>
    public Stream? KeptPredictions { get; init; }

    /// <summary>
    /// When the blob was written; null where that says nothing about its rows (files on disk, baselines). Rows of more than <see cref="EventLead"/> later are left out: one
    /// row of the year 2099 must not open a window that no clock will close.
    /// </summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>
    /// How far a row's time may lie after its blob: a day, for times without a zone and predictions for tomorrow. Clocks that disagree by minutes are far inside.
    /// </summary>
    public static TimeSpan EventLead { get; } = TimeSpan.FromDays(1);

    /// <summary>The most rows of a run of kept predictions, for tests.</summary>
    internal int KeptRunRows { get; init; } = KeptFormat.RunRows;

    /// <summary>The segments that are kept.</summary>
    internal IReadOnlyList<SegmentDefinition> Segments => WithSegments ? Monitor.Segments : [];

    /// <summary>The latest event time that is believed; null: every one.</summary>
    internal DateTimeOffset? Latest => WrittenAt + EventLead;
}
