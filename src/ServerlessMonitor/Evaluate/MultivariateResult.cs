using System.Text.Json.Serialization;

namespace ServerlessMonitor.Evaluate;

/// <summary>How far the numeric features of a window, taken together, are from the baseline.</summary>
/// <param name="Method">The method's key.</param>
/// <param name="Columns">How many features took part.</param>
public sealed record MultivariateResult(string Method, int Columns)
{
    /// <summary>The score; null where it is undefined.</summary>
    public double? Value { get; init; }

    /// <summary>The same score of the baseline against itself: what no change looks like.</summary>
    public double? Baseline { get; init; }

    /// <summary>The threshold for a window of this size, learnt from the baseline's chunks; null where none is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Threshold { get; init; }

    /// <summary>How the threshold was learnt, or why it could not be; null where the monitor does not ask for one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ThresholdNote { get; init; }

    /// <summary>What the score says; null where the monitor does not ask for a verdict.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DriftVerdict? Verdict { get; init; }

    /// <summary>What has most of the score: features, or the pair whose correlation changed most.</summary>
    public IReadOnlyList<string> Largest { get; init; } = [];

    /// <summary>Rows of the window that took part.</summary>
    public long Rows { get; init; }

    /// <summary>Why there is no score.</summary>
    public string? Reason { get; init; }
}
