using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The Jensen-Shannon distance in base 2, 0 to 1: √(½·KL(p‖m) + ½·KL(q‖m)) with m = (p+q)/2 (Lin 1991; Endres and Schindelin 2003). A bin's
/// contribution is the distance times the bin's share of the divergence, so that contributions add up to the score.
/// </summary>
internal sealed class JensenShannonMethod : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "jensenShannon";

    private static readonly double Ln2 = Math.Log(2);

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, [ColumnKind.Numeric, ColumnKind.Categorical, ColumnKind.Boolean], 0.1, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError);

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins);

    /// <inheritdoc/>
    // Near no change the divergence in nats is Σ(p−q)²/p̄ ÷ 8; a cell adds at most p̄·ln 2 to it.
    public DriftChance Chance(DriftPair pair, DriftScore score) => SampleSizeGate.ForBins(
        pair.Bins, score.Value!.Value, distance => distance * distance * Ln2 * 8, sum => Math.Min(1, Math.Sqrt(sum / 8 / Ln2)), 8 * Ln2);

    internal static DriftScore Score(BinnedPair bins)
    {
        double[] parts = new double[bins.Size];
        double divergence = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double p = bins.BaselineShare(i);
            double q = bins.CurrentShare(i);
            double middle = (p + q) / 2;
            parts[i] = (Half(p, middle) + Half(q, middle)) / 2;
            divergence += parts[i];
        }

        double distance = Math.Sqrt(Math.Clamp(divergence, 0, 1));
        if (divergence > 0)
        {
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] *= distance / divergence;
            }
        }

        return new DriftScore(distance) { Decomposition = bins.Explain(parts) };
    }

    private static double Half(double share, double middle) => share > 0 ? share * Math.Log2(share / middle) : 0;
}
