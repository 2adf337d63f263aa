namespace ServerlessMonitor.Evaluate;

/// <summary>A share of a group's rows, and how it differs from the reference group's.</summary>
/// <param name="Key">What it is.</param>
/// <param name="Rows">The rows it is a share of.</param>
/// <param name="Value">The share; null of no rows.</param>
public sealed record FairnessFigure(string Key, long Rows, double? Value)
{
    /// <summary>Lower end of the 95 % interval (Wilson's).</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of the 95 % interval.</summary>
    public double? Upper { get; init; }

    /// <summary>The share less that of the reference group; null for the reference itself.</summary>
    public double? Difference { get; init; }

    /// <summary>Lower end of its 95 % interval (Newcombe's).</summary>
    public double? DifferenceLower { get; init; }

    /// <summary>Upper end.</summary>
    public double? DifferenceUpper { get; init; }

    /// <summary>The share ÷ that of the reference group; null where that is 0.</summary>
    public double? Ratio { get; init; }

    /// <summary>Lower end of its 95 % interval (normal on the scale of the logarithm); null where either has none such rows.</summary>
    public double? RatioLower { get; init; }

    /// <summary>Upper end.</summary>
    public double? RatioUpper { get; init; }

    /// <summary>What the difference says, at 99.9 % shared among the groups; null for the reference itself.</summary>
    public FairnessVerdict? Verdict { get; init; }
}
