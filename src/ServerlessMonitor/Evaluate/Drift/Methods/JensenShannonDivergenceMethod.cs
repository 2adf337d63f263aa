using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>The Jensen-Shannon divergence in base 2, 0 to 1: the square of the distance. A bin's contribution is its term.</summary>
internal sealed class JensenShannonDivergenceMethod : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "jensenShannonDivergence";

    private static readonly double Ln2 = Math.Log(2);

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.All, 0.01, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError)
    {
        Null = DriftNull.ChiSquareOnBins,
        IsSquare = true,
        Formula = "½·Σ p·log2(p/m) + ½·Σ q·log2(q/m), m = (p+q)/2",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins);

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => SampleSizeGate.ForBins(
        level,
        pair.Bins, score.Value!.Value, value => value * Ln2 * 8, sum => Math.Min(1, sum / 8 / Ln2), 8 * Ln2, isSquare: true);

    internal static DriftScore Score(BinnedPair bins)
    {
        double[] parts = JensenShannonMethod.Terms(bins);
        return new DriftScore(Math.Clamp(parts.Sum(), 0, 1)) { Decomposition = bins.Explain(parts) };
    }
}
