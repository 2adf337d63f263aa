using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The two-sample Cramér-von Mises test: T of Anderson (1962) on mid-ranks, as scipy has it; the p-value is counted up to 20 rows a side. With ties T is above
/// zero even for equal samples. A bin's contribution is T times its share of Σ(F−G)² over all rows. Missing cells take no part.
/// </summary>
internal sealed class CramerVonMisesMethod : IDriftMethod
{
    // T of two samples whose p-value is 0.001, in the limit.
    private const double LimitBound = 1.1679;

    /// <summary>The method's key.</summary>
    public const string Key = "cramerVonMises";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.Numeric, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.RankError)
    {
        Null = DriftNull.OwnLaw,
        Formula = "U ÷ (nm(n+m)) − (4nm−1) ÷ (6(n+m)), U from mid-ranks; p exact up to 20 rows a side, else from the limit law",
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
        if (n < 2 || m < 2)
        {
            return new DriftScore(null) { Reason = "one side has fewer than two numbers" };
        }

        var pooled = new PooledCounts(pair);
        // Four times U is a whole number: in 128 bits nothing is lost where the statistic is a small difference of large sums.
        Int128 fourfold = 0;
        long before = 0;
        long after = 0;
        double gaps = 0;
        double[] parts = new double[pooled.Values.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            long a = pooled.Baseline[i];
            long b = pooled.Current[i];
            // Σ over ties of (mid-rank of both − rank in its own sample)².
            Int128 left = ((Int128)a * ((2 * after) + b) * ((2 * after) + b)) + ((Int128)a * (((Int128)a * a) - 1) / 3);
            Int128 right = ((Int128)b * ((2 * before) + a) * ((2 * before) + a)) + ((Int128)b * (((Int128)b * b) - 1) / 3);
            fourfold += (pair.Present.Baseline * left) + (pair.Present.Current * right);
            before += a;
            after += b;
            double gap = (before / n) - (after / m);
            parts[i] = gap * gap * (a + b);
            gaps += parts[i];
        }

        double u = (double)fourfold / 4;
        double statistic = CramerVonMisesLaw.Statistic(fourfold, pair.Present.Baseline, pair.Present.Current);
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] *= gaps > 0 ? statistic / gaps : 0;
        }

        return new DriftScore(statistic) { PValue = PValue(pair, u, statistic), Decomposition = pooled.Explain(parts), Reason = NoNumbers.Caveat(pair) };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        double shrink = Shrink(pair);
        DriftChance chance = SampleSizeGate.ForRanks(this, pair, score, LimitBound / shrink, 0);
        var pooled = new PooledCounts(pair);
        return pooled.HasTies ? chance with { PValue = WithTies(pair, pooled, shrink) } : chance;
    }

    // T counts every tie as a difference, and more so the less even the samples' sizes: ten thousand rows against fifty, on 400 values without any change, give a p-value of
    // zero. nm/(n+m)²·Σ(F−G)² over all rows is the same statistic without ties, and with them no larger than the limit law has it.
    private static double WithTies(DriftPair pair, PooledCounts pooled, double shrink)
    {
        double n = pair.Baseline.Count;
        double m = pair.Current.Count;
        double sum = 0;
        double before = 0;
        double after = 0;
        for (int i = 0; i < pooled.Values.Length; i++)
        {
            before += pooled.Baseline[i];
            after += pooled.Current[i];
            double gap = (before / n) - (after / m);
            sum += gap * gap * (pooled.Baseline[i] + pooled.Current[i]);
        }

        return CramerVonMisesLaw.Limit(n * m / ((n + m) * (n + m)) * sum * shrink, pair.Baseline.EffectiveCount, pair.Current.EffectiveCount);
    }

    private static double PValue(DriftPair pair, double u, double statistic)
    {
        long n = pair.Baseline.Count;
        long m = pair.Current.Count;
        return pair.IsExact && Math.Max(n, m) <= CramerVonMisesLaw.MostExact
            ? CramerVonMisesLaw.Exact(u, (int)n, (int)m)
            : CramerVonMisesLaw.Limit(statistic * Shrink(pair), pair.Baseline.EffectiveCount, pair.Current.EffectiveCount);
    }

    // T grows with nm/(n+m): from sketches it counts for as many rows as they are worth.
    private static double Shrink(DriftPair pair)
    {
        double rows = 1 / ((1.0 / pair.Baseline.Count) + (1.0 / pair.Current.Count));
        double worth = 1 / ((1 / pair.Baseline.EffectiveCount) + (1 / pair.Current.EffectiveCount));
        return pair.IsExact ? 1 : worth / rows;
    }
}
