using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// Fisher's exact test for columns of two categories. The value is the odds ratio of the table [[baseline a, baseline b], [window a, window b]];
/// the p-value is two-sided. A category's contribution is the change of its share.
/// </summary>
internal sealed class FisherExactMethod : IDriftMethod
{
    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "fisherExact", DriftMethodDescriptor.Categorical, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.ExactWhileDomainFits)
    {
        Null = DriftNull.OwnLaw,
        Formula = "odds ratio of the 2×2 table; p: all tables with these margins that are at most as probable",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        BinnedPair bins = pair.Bins;
        if (bins.Size != 2)
        {
            return new DriftScore(null) { Reason = $"it compares two categories; there {(bins.Size == 1 ? "is one" : $"are {bins.Size}")}" };
        }

        (long a, long b) = Split(bins.BaselineShare(0), bins.EffectiveBaseline);
        (long c, long d) = Split(bins.CurrentShare(0), bins.EffectiveCurrent);
        // Half a row in every cell (Haldane 1956, Anscombe 1956) where an empty one would make the ratio zero or infinite.
        double shift = a == 0 || b == 0 || c == 0 || d == 0 ? 0.5 : 0;
        double odds = (a + shift) * (d + shift) / ((b + shift) * (c + shift));
        return new DriftScore(odds)
        {
            PValue = FisherLaw.TwoSided(a, b, c, d),
            Decomposition = bins.Explain([bins.CurrentShare(0) - bins.BaselineShare(0), bins.CurrentShare(1) - bins.BaselineShare(1)]),
            Reason = shift > 0 ? "a category is empty on one side: the odds ratio counts half a row more in every cell" : null,
        };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        long n = (long)Math.Round(pair.Bins.EffectiveBaseline);
        long m = (long)Math.Round(pair.Bins.EffectiveCurrent);
        // No single odds ratio marks the gate: it depends on the margins.
        return SampleSizeGate.ForPValue(score, double.NaN, FisherLaw.TwoSided(n, 0, 0, m));
    }

    private static (long First, long Second) Split(double share, double rows)
    {
        long all = (long)Math.Round(rows);
        long first = (long)Math.Round(share * rows);
        return (first, all - first);
    }
}
