using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>Everything that was found out about one window of one model version.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Spec">The windows it belongs to.</param>
/// <param name="Window">The span of event time.</param>
public sealed record EvaluationReport(ModelVersion Model, WindowSpec Spec, TimeWindow Window)
{
    /// <summary>Which families were evaluated.</summary>
    public IReadOnlyList<EvaluationFamily> Families { get; init; } = [];

    /// <summary>True while rows may still come: shown, but no reason for an alert.</summary>
    public bool Provisional { get; init; }

    /// <summary>1 for the first evaluation of the window; one more each time that its inputs had changed.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>SHA-256 over all that the report depends on: profiles, baseline, monitor, engine version. The same digest gives the same report.</summary>
    public string InputDigest { get; init; } = string.Empty;

    /// <summary>The same, named one by one; null in reports that were kept before they were named, and outside a suite.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportInputs? Inputs { get; init; }

    /// <summary>When it was evaluated, wall clock.</summary>
    public DateTimeOffset EvaluatedAt { get; init; }

    /// <summary>Rows in the window.</summary>
    public long Rows { get; init; }

    /// <summary>Rows whose truth is known.</summary>
    public long LabelledRows { get; init; }

    /// <summary>How many of the predictions have a label; null where nothing is predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LabelCoverage? Coverage { get; init; }

    /// <summary>What was compared with, for people; null without a baseline.</summary>
    public string? BaselineName { get; init; }

    /// <summary>Rows of the baseline.</summary>
    public long? BaselineRows { get; init; }

    /// <summary>Metrics.</summary>
    public IReadOnlyList<MetricResult> Metrics { get; init; } = [];

    /// <summary>Metrics estimated without the window's labels. <see cref="MetricResult.Lower"/> and <see cref="MetricResult.Upper"/> are bounds: three standard errors for the window's size.</summary>
    public IReadOnlyList<MetricResult> Estimated { get; init; } = [];

    /// <summary>How they were estimated; null where nothing could be: without a baseline, for rankings, and without predictions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Estimation? Estimation { get; init; }

    /// <summary>Drift by column.</summary>
    public IReadOnlyList<DriftResult> Drift { get; init; } = [];

    /// <summary>Drift of the numeric features taken together.</summary>
    public IReadOnlyList<MultivariateResult> Multivariate { get; init; } = [];

    /// <summary>Data quality.</summary>
    public IReadOnlyList<QualityFinding> Quality { get; init; } = [];

    /// <summary>The segments; null where the monitor names none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SegmentReport>? Segments { get; init; }

    /// <summary>How the groups of sensitive columns are treated; null where none has segments.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GroupFairness>? Fairness { get; init; }

    /// <summary>What every rule says.</summary>
    public IReadOnlyList<RuleVerdict> Rules { get; init; } = [];
}
