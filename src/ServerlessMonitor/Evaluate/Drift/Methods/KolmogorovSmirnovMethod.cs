using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The two-sample Kolmogorov-Smirnov test: the largest gap between the two distribution functions, 0 to 1, and its two-sided p-value (exact up to
/// 10,000 rows a side). Drift is p at or below the threshold, so the threshold is the rate of false verdicts and not a size. A bin's contribution is the
/// largest gap inside it. Missing cells take no part.
/// </summary>
internal sealed class KolmogorovSmirnovMethod : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "kolmogorovSmirnov";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.Numeric, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.RankError)
    {
        Null = DriftNull.OwnLaw,
        Formula = "sup |F−G|; p exact up to 10,000 rows a side, else from the one-sample law",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        NumericSample baseline = pair.Baseline;
        NumericSample current = pair.Current;
        if (NoNumbers.Undefined(pair) is { } undefined)
        {
            return undefined;
        }

        double[] edges = NumericBinning.DecileEdges(baseline);
        double[] parts = new double[edges.Length + 1];
        double statistic = 0;
        foreach ((double value, _, double f, double g) in EmpiricalGap.Steps(baseline, current))
        {
            double gap = Math.Abs(f - g);
            int bin = Array.BinarySearch(edges, value);
            bin = bin < 0 ? ~bin : bin + 1;
            parts[bin] = Math.Max(parts[bin], gap);
            statistic = Math.Max(statistic, gap);
        }

        BinnedPair bins = NumericBinning.Edges(baseline, current, edges, missingBin: false);
        return new DriftScore(statistic)
        {
            PValue = KolmogorovSmirnovLaw.TwoSample(statistic, Rows(baseline), Rows(current)),
            Decomposition = bins.Explain(parts),
            Reason = NoNumbers.Caveat(pair),
        };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        long n = Rows(pair.Baseline);
        long m = Rows(pair.Current);
        // Smirnov's limit, inverted: P(D > d) = 2·exp(−2d²·nm/(n+m)).
        double bound = Math.Min(1, Math.Sqrt(Math.Log(2 / level) / 2 * ((1.0 / n) + (1.0 / m))));
        return SampleSizeGate.ForPValue(score, bound, KolmogorovSmirnovLaw.TwoSample(1, n, m));
    }

    private static long Rows(NumericSample sample) => Math.Max(1, (long)Math.Round(sample.EffectiveCount));
}
