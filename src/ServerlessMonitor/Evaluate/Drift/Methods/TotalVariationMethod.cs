using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>The total variation distance ½·Σ|p − q|, 0 to 1: the share of rows that would have to change their bin.</summary>
internal sealed class TotalVariationMethod : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "totalVariation";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.All, 0.1, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError)
    {
        Null = DriftNull.ChiSquareOnBins,
        Formula = "½·Σ |p−q|",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins);

    /// <inheritdoc/>
    // Without change the mean of |p−q| is √(2/π) of its deviation: the square of the sum is 2/π of Σ(p−q)²/p̄ for even cells, less for uneven ones.
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => SampleSizeGate.ForBins(
        level,
        pair.Bins, score.Value!.Value, value => value * value * 2 * Math.PI, sum => Math.Min(1, Math.Sqrt(sum / (2 * Math.PI))), double.PositiveInfinity);

    internal static DriftScore Score(BinnedPair bins)
    {
        double[] parts = new double[bins.Size];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Math.Abs(bins.BaselineShare(i) - bins.CurrentShare(i)) / 2;
        }

        return new DriftScore(parts.Sum()) { Decomposition = bins.Explain(parts) };
    }
}
