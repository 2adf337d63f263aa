using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The Jensen-Shannon distance in base 2, 0 to 1: √(½·KL(p‖m) + ½·KL(q‖m)) with m = (p+q)/2 (Lin 1991; Endres and Schindelin 2003). A bin's
/// contribution is the distance times the bin's share of the divergence, so that contributions add up to the score.
/// </summary>
/// <param name="natural">Whether logarithms are natural, as Evidently has them: 0 to √ln 2.</param>
internal sealed class JensenShannonMethod(bool natural = false) : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "jensenShannon";

    private static readonly double Ln2 = Math.Log(2);
    private readonly double _unit = natural ? Math.Log(2) : 1;

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.All, 0.1, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError)
    {
        Null = DriftNull.ChiSquareOnBins,
        Formula = "√ of the Jensen-Shannon divergence in base 2",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins, _unit);

    /// <inheritdoc/>
    // Near no change the divergence in nats is Σ(p−q)²/p̄ ÷ 8; a cell adds at most p̄·ln 2 to it.
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => SampleSizeGate.ForBins(
        level,
        pair.Bins,
        score.Value!.Value,
        distance => distance * distance / _unit * Ln2 * 8,
        sum => Math.Sqrt(Math.Min(1, sum / 8 / Ln2) * _unit),
        8 * Ln2);

    internal static DriftScore Score(BinnedPair bins, double unit = 1)
    {
        double[] parts = Terms(bins);
        double divergence = parts.Sum();
        double distance = Math.Sqrt(Math.Clamp(divergence, 0, 1) * unit);
        if (divergence > 0)
        {
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] *= distance / divergence;
            }
        }

        return new DriftScore(distance) { Decomposition = bins.Explain(parts) };
    }

    /// <summary>What each bin adds to the divergence in base 2.</summary>
    internal static double[] Terms(BinnedPair bins)
    {
        double[] parts = new double[bins.Size];
        for (int i = 0; i < parts.Length; i++)
        {
            double p = bins.BaselineShare(i);
            double q = bins.CurrentShare(i);
            double middle = (p + q) / 2;
            parts[i] = (Half(p, middle) + Half(q, middle)) / 2;
        }

        return parts;
    }

    private static double Half(double share, double middle) => share > 0 ? share * Math.Log2(share / middle) : 0;
}
