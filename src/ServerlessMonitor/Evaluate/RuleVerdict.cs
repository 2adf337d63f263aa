using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>What one rule says about one window: all that alerting needs to know.</summary>
/// <param name="RuleId">Stable over time and unique within a model version, for example <c>performance/f1/below</c>, <c>drift/distance</c>, <c>quality/missing/distance</c>.</param>
/// <param name="Family">Which family it belongs to.</param>
/// <param name="Outcome">What it says.</param>
/// <param name="Severity">How much an alert of it matters.</param>
/// <param name="Summary">One sentence for people, with value, threshold and baseline.</param>
public sealed record RuleVerdict(string RuleId, EvaluationFamily Family, VerdictOutcome Outcome, Severity Severity, string Summary)
{
    /// <summary>The alert's name, for example <c>PerformanceBreach</c>, <c>FeatureDrift</c>, <c>PredictionDrift</c>, <c>MissingValues</c>.</summary>
    public required string AlertName { get; init; }

    /// <summary>The column, or null.</summary>
    public string? Column { get; init; }

    /// <summary>The segment, as <see cref="SegmentKey"/> says it; null for the whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Segment { get; init; }

    /// <summary>The metric's, method's or check's key.</summary>
    public required string Measure { get; init; }

    /// <summary>What was measured; null where it is undefined.</summary>
    public double? Value { get; init; }

    /// <summary>The limit.</summary>
    public double? Threshold { get; init; }

    /// <summary>The same figure in the baseline, where there is one.</summary>
    public double? Baseline { get; init; }

    /// <summary>How many windows in a row must breach before the alert fires. At least 1.</summary>
    public int For { get; init; } = 1;

    /// <summary>The bins or categories that contribute most, largest first, at most 5.</summary>
    public IReadOnlyList<DriftContribution> Contributions { get; init; } = [];
}
