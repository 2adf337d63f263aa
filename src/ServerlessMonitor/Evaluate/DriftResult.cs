using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>How far one column of a window is from its baseline.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Method">The method's key.</param>
/// <param name="Threshold">The threshold that the score is judged by.</param>
/// <param name="Verdict">What the score says.</param>
public sealed record DriftResult(string Column, ColumnKind Kind, ColumnRole Role, string Method, double Threshold, DriftVerdict Verdict)
{
    /// <summary>A score below this is drift too; null where small scores are fine.</summary>
    public double? LowerThreshold { get; init; }

    /// <summary>The score; null where it is undefined.</summary>
    public double? Value { get; init; }

    /// <summary>The probability of such a score without change, where the method knows it.</summary>
    public double? PValue { get; init; }

    /// <summary>The score that chance alone stays under in 99.9 % of windows of this size, where the method knows it.</summary>
    public double? NoiseBound { get; init; }

    /// <summary>How the threshold was learnt, or why it could not be; null where it is simply given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ThresholdNote { get; init; }

    /// <summary>Rows of the window and of the baseline that took part.</summary>
    public long CurrentRows { get; init; }

    /// <inheritdoc cref="CurrentRows"/>
    public long BaselineRows { get; init; }

    /// <summary>Bins or categories, largest contribution first, at most 20.</summary>
    public IReadOnlyList<DriftContribution> Decomposition { get; init; } = [];

    /// <summary>Why there is no score, or what was assumed.</summary>
    public string? Reason { get; init; }
}
