using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The two-sided Mann-Whitney U test (Wilcoxon rank sum): U of the baseline on mid-ranks, and its p-value, counted where one side has at most eight rows and
/// nothing ties. U ÷ nm is the probability that a value of the baseline exceeds one of the window. A bin's contribution is its part of U − nm/2.
/// </summary>
/// <param name="less">Whether it is the one-sided test that the baseline is smaller, as Evidently has it.</param>
internal sealed class MannWhitneyMethod(bool less = false) : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "mannWhitney";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.Numeric, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.RankError)
    {
        Null = DriftNull.OwnLaw,
        Formula = "Σ mid-ranks of the baseline − n(n+1)/2; p exact up to 8 rows on a side without ties, else normal",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        if (NoNumbers.Undefined(pair) is { } undefined)
        {
            return undefined;
        }

        double n = pair.Baseline.Count;
        double m = pair.Current.Count;
        var pooled = new PooledCounts(pair);
        double[] parts = new double[pooled.Values.Length];
        double u = 0;
        double cubes = 0;
        double before = 0;
        double after = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double a = pooled.Baseline[i];
            double b = pooled.Current[i];
            double below = after + (b / 2);
            u += a * below;
            parts[i] = a * (below - (m / n * (before + (a / 2))));
            cubes += (a + b) * (((a + b) * (a + b)) - 1);
            before += a;
            after += b;
        }

        double rows = n + m;
        double ties = rows > 1 ? cubes / (rows * ((rows * rows) - 1)) : 0;
        return new DriftScore(u) { PValue = PValue(pair, pooled, u, ties), Decomposition = pooled.Explain(parts), Reason = NoNumbers.Caveat(pair) };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        double n = pair.Baseline.Count;
        double m = pair.Current.Count;
        double noise = Math.Sqrt(((1 / pair.Baseline.EffectiveCount) + (1 / pair.Current.EffectiveCount)) / 12);
        double bound = n * m * Math.Min(1, 0.5 + (Tails.NormalQuantile(level / 2) * noise));
        return SampleSizeGate.ForRanks(this, pair, score, bound, 0);
    }

    private double PValue(DriftPair pair, PooledCounts pooled, double u, double ties)
    {
        long n = pair.Baseline.Count;
        long m = pair.Current.Count;
        double other = ((double)n * m) - u;
        double tested = less ? other : Math.Max(u, other);
        double sides = less ? 1 : 2;
        if (pair.IsExact && MannWhitneyLaw.IsCounted(n, m) && !pooled.HasTies)
        {
            return Math.Min(1, sides * MannWhitneyLaw.Exact(tested, n, m));
        }

        double worthN = pair.IsExact ? n : pair.Baseline.EffectiveCount;
        double worthM = pair.IsExact ? m : pair.Current.EffectiveCount;
        double scaled = pair.IsExact ? tested : tested / ((double)n * m) * worthN * worthM;
        return Math.Clamp(sides * Tails.Normal(MannWhitneyLaw.Score(scaled, worthN, worthM, ties)), 0, 1);
    }
}
