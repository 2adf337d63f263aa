using System.Text.Json.Serialization;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output;

/// <summary>One segment, as <c>compare</c> and <c>evaluate</c> have it.</summary>
/// <param name="Segment">For example <c>origin=JFK</c>, or a filter's name.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="BaselineRows">Its rows in the baseline; null where it has none, or there is no baseline.</param>
/// <param name="Labelled">Rows whose truth is known.</param>
/// <param name="DriftedColumns">How many of its columns drift.</param>
/// <param name="Metrics">By the metric's key; null where they are not computed.</param>
/// <param name="Drift">By column.</param>
internal sealed record SegmentEntry(
    string Segment,
    long Rows,
    long? BaselineRows,
    long Labelled,
    int DriftedColumns,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, EvaluateDocument.MetricEntry>? Metrics,
    IReadOnlyList<DriftEntry> Drift)
{
    /// <summary>Metrics estimated without labels, by key; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, EvaluateDocument.MetricEntry>? Estimated { get; init; }

    /// <summary>Its part of the window's loss; null without labels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SegmentLoss? Loss { get; init; }

    /// <summary>How many of its predictions have a label; null where nothing is predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LabelCoverage? Coverage { get; init; }

    /// <summary>The segments of a report; null where the monitor names none.</summary>
    public static IReadOnlyList<SegmentEntry>? Of(EvaluationReport report) => report.Segments is not { } segments ? null : [.. segments.Select(segment => new SegmentEntry(
        segment.Segment.ToString(),
        segment.Rows,
        segment.BaselineRows,
        segment.LabelledRows,
        segment.Drift.Count(drift => drift.Verdict == DriftVerdict.Drift),
        segment.Metrics.Count == 0 ? null : segment.Metrics.ToDictionary(metric => metric.Key, EvaluateDocument.MetricEntry.Of, StringComparer.Ordinal),
        [.. segment.Drift.Select(drift => DriftEntry.Of(drift) with { Name = drift.Column })])
        {
            Loss = segment.Loss,
            Coverage = segment.Coverage,
            Estimated = segment.Estimated.Count == 0 ? null : segment.Estimated.ToDictionary(metric => metric.Key, EvaluateDocument.MetricEntry.Of, StringComparer.Ordinal),
        })];
}
