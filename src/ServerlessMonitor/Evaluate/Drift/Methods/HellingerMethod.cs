using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The Hellinger distance √(1 − Σ√(p·q)), 0 to 1. A bin's contribution is the distance times its share of ½·Σ(√p − √q)², so that contributions add up
/// to the score.
/// </summary>
internal sealed class HellingerMethod : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "hellinger";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.All, 0.1, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError)
    {
        Null = DriftNull.ChiSquareOnBins,
        Formula = "√(1 − Σ √(p·q))",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins);

    /// <inheritdoc/>
    // Near no change its square is Σ(p−q)²/p̄ ÷ 8; a cell that one side lacks adds half of the other side's share.
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) =>
        SampleSizeGate.ForBins(level, pair.Bins, score.Value!.Value, value => value * value * 8, sum => Math.Sqrt(Math.Min(1, sum / 8)), 8);

    internal static DriftScore Score(BinnedPair bins)
    {
        double[] parts = new double[bins.Size];
        double sum = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double step = Math.Sqrt(bins.BaselineShare(i)) - Math.Sqrt(bins.CurrentShare(i));
            parts[i] = step * step / 2;
            sum += parts[i];
        }

        // 1 − Σ√(pq) would lose the digits of a small distance.
        double distance = Math.Sqrt(Math.Min(1, sum));
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] *= sum > 0 ? distance / sum : 0;
        }

        return new DriftScore(distance) { Decomposition = bins.Explain(parts) };
    }
}
