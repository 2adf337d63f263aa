using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The z-test of two proportions with pooled variance, for columns of two categories: z of the second category in ordinal order, baseline less window, and its
/// two-sided p-value. A category's contribution is its own z.
/// </summary>
internal sealed class TwoProportionsMethod : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "zTest";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.Categorical, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.ExactWhileDomainFits)
    {
        Null = DriftNull.OwnLaw,
        Formula = "(p−q) ÷ √(p̄(1−p̄)(1/n+1/m)) of the second of two categories",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins);

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        double n = pair.Bins.EffectiveBaseline;
        double m = pair.Bins.EffectiveCurrent;
        return SampleSizeGate.ForPValue(score, Tails.NormalQuantile(level / 2), Tails.NormalTwoSided(Statistic(0, 1, n, m)));
    }

    internal static DriftScore Score(BinnedPair bins)
    {
        if (bins.Size == 1)
        {
            return new DriftScore(0) { PValue = 1, Reason = "both sides have one and the same category" };
        }

        if (bins.Size != 2)
        {
            return new DriftScore(null) { Reason = $"it compares two categories; there are {bins.Size}" };
        }

        double z = Statistic(bins.BaselineShare(1), bins.CurrentShare(1), bins.EffectiveBaseline, bins.EffectiveCurrent);
        return new DriftScore(z) { PValue = Tails.NormalTwoSided(z), Decomposition = bins.Explain([-z, z]) };
    }

    /// <summary>The pooled z of two proportions; 0 where nothing varies.</summary>
    internal static double Statistic(double baseline, double current, double n, double m)
    {
        double pooled = ((baseline * n) + (current * m)) / (n + m);
        double variance = pooled * (1 - pooled) * ((1 / n) + (1 / m));
        return variance > 0 ? (baseline - current) / Math.Sqrt(variance) : 0;
    }
}
