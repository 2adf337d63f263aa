using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output;

/// <summary>The JSON of <c>evaluate</c>: a contract.</summary>
/// <param name="Windows">By family of windows, then by time.</param>
internal sealed record EvaluateDocument(IReadOnlyList<EvaluateDocument.Window> Windows)
{
    /// <summary>What each file of labels did; null without such files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LabelFileEntry>? Labels { get; init; }

    /// <summary>Whether there is anything to report.</summary>
    [JsonIgnore]
    public bool HasFindings => Windows.Any(window => window.Breaches.Count > 0);

    /// <summary>One window.</summary>
    /// <param name="Key">Its number and first day (hour): <c>0|2001-02-12</c>.</param>
    /// <param name="Windows">The windows it belongs to: <c>1d</c>, <c>7d.1d</c> where they overlap, or <c>rows:1000</c>.</param>
    /// <param name="Start">The first instant inside, UTC; of a number of rows their earliest time.</param>
    /// <param name="End">The first instant after, UTC; of a number of rows their latest time.</param>
    /// <param name="Rows">Its rows.</param>
    /// <param name="Labelled">Rows whose truth is known.</param>
    /// <param name="Provisional">Whether the data covers it only in part, or it has fewer rows than asked for.</param>
    /// <param name="Metrics">By the metric's key.</param>
    /// <param name="Estimated">Metrics estimated without labels, by key; <c>lower</c> and <c>upper</c> are bounds, three standard errors for the window's size.</param>
    /// <param name="Drift">By column.</param>
    /// <param name="Quality">Broken limits on data quality.</param>
    internal sealed record Window(
        string Key,
        string Windows,
        DateTime Start,
        DateTime End,
        long Rows,
        long Labelled,
        bool Provisional,
        IReadOnlyDictionary<string, MetricEntry> Metrics,
        IReadOnlyDictionary<string, MetricEntry> Estimated,
        IReadOnlyList<DriftEntry> Drift,
        IReadOnlyList<FindingEntry> Quality)
    {
        /// <summary>How metrics were estimated; null where nothing could be.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Estimation? Estimation { get; init; }

        /// <summary>How many predictions have a label, by predicted class too; null where nothing is predicted.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public LabelCoverage? Coverage { get; init; }

        /// <summary>How the groups of sensitive columns are treated; null where none has segments.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<GroupFairness>? Fairness { get; init; }

        /// <summary>The segments; null where neither the monitor nor the command names any.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<SegmentEntry>? Segments { get; init; }

        /// <summary>Whether it is so many rows, and not a span of time.</summary>
        [JsonIgnore]
        public bool IsOfRows => Windows.StartsWith("rows:", StringComparison.Ordinal);

        /// <summary>What every rule says, for people.</summary>
        [JsonIgnore]
        public IReadOnlyList<RuleVerdict> Rules { get; init; } = [];

        /// <summary>What every broken rule says.</summary>
        [JsonIgnore]
        public IReadOnlyList<RuleVerdict> Breaches => [.. Rules.Where(rule => rule.Outcome == VerdictOutcome.Breach)];

        public static Window Of(EvaluationReport report, string key) => new(
            key,
            report.Spec.Key,
            report.Window.Start.UtcDateTime,
            report.Window.End.UtcDateTime,
            report.Rows,
            report.LabelledRows,
            report.Provisional,
            report.Metrics.ToDictionary(metric => metric.Key, MetricEntry.Of, StringComparer.Ordinal),
            report.Estimated.ToDictionary(metric => metric.Key, MetricEntry.Of, StringComparer.Ordinal),
            [.. report.Drift.Select(drift => DriftEntry.Of(drift) with { Name = drift.Column })],
            [.. report.Quality.Where(finding => finding.Outcome == VerdictOutcome.Breach).Select(FindingEntry.Of)])
        {
            Estimation = report.Estimation,
            Coverage = report.Coverage,
            Fairness = report.Fairness,
            Segments = SegmentEntry.Of(report),
            Rules = report.Rules,
        };
    }

    /// <summary>One metric.</summary>
    internal sealed record MetricEntry(
        double? Value,
        double? StandardError,
        double? Lower,
        double? Upper,
        double? Baseline,
        double? Naive,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
        bool Alert)
    {
        public static MetricEntry Of(MetricResult metric) => new(
            JsonText.Finite(metric.Value),
            JsonText.Finite(metric.StandardError),
            JsonText.Finite(metric.Lower),
            JsonText.Finite(metric.Upper),
            JsonText.Finite(metric.Baseline),
            JsonText.Finite(metric.Naive),
            metric.Reason,
            metric.Alert);
    }
}
