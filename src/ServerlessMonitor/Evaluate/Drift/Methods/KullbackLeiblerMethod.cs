using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The Kullback-Leibler divergence of the window from the baseline in nats, Σ q·ln(q/p), with zero shares filled (<see cref="ZeroFill"/>) and both sides
/// brought back to a sum of 1. A bin's contribution is its term; terms may be negative.
/// </summary>
/// <param name="reversed">Whether it is that of the baseline from the window, as Evidently has it.</param>
internal sealed class KullbackLeiblerMethod(bool reversed = false) : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "klDivergence";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.All, 0.1, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError)
    {
        Null = DriftNull.ChiSquareOnBins,
        IsSquare = true,
        Formula = "Σ q·ln(q/p), zero shares filled",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins, reversed);

    /// <inheritdoc/>
    // Near no change it is half of Σ(p−q)²/p̄.
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) =>
        SampleSizeGate.ForBins(level, pair.Bins, score.Value!.Value, value => value * 2, sum => sum / 2, double.PositiveInfinity, isSquare: true);

    internal static DriftScore Score(BinnedPair bins, bool reversed = false)
    {
        double[] before = ZeroFill.FillAndNormalise(bins.Baseline);
        double[] after = ZeroFill.FillAndNormalise(bins.Current);
        (double[] from, double[] to) = reversed ? (after, before) : (before, after);
        double[] parts = new double[bins.Size];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = to[i] * Math.Log(to[i] / from[i]);
        }

        return new DriftScore(Math.Max(0, parts.Sum())) { Decomposition = bins.Explain(parts) };
    }
}
