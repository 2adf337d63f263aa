using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>What was found out about one segment of a window.</summary>
/// <param name="Segment">Which one.</param>
/// <param name="Rows">Its rows in the window.</param>
public sealed record SegmentReport(SegmentKey Segment, long Rows)
{
    /// <summary>Rows whose truth is known.</summary>
    public long LabelledRows { get; init; }

    /// <summary>Its rows in the baseline; null where the baseline does not have the segment.</summary>
    public long? BaselineRows { get; init; }

    /// <summary>Metrics, without those of single classes.</summary>
    public IReadOnlyList<MetricResult> Metrics { get; init; } = [];

    /// <summary>Metrics estimated without labels, with bounds, learnt from the same segment of the baseline where it has labels enough, else from all of it.</summary>
    public IReadOnlyList<MetricResult> Estimated { get; init; } = [];

    /// <summary>Its part of the window's loss; null without labels, and of rankings.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SegmentLoss? Loss { get; init; }

    /// <summary>How many of its predictions have a label; null where nothing is predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LabelCoverage? Coverage { get; init; }

    /// <summary>Drift by column; what contributes is only there where a column drifts.</summary>
    public IReadOnlyList<DriftResult> Drift { get; init; } = [];
}
