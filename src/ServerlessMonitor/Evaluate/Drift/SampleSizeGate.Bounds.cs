using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What chance does to scores that are neither sums over bins nor earth mover's distances.</summary>
internal static partial class SampleSizeGate
{
    /// <summary>For the two-sample table of χ² or G: the evidence is X² of the table with small cells merged.</summary>
    public static DriftChance ForTable(double level, BinnedPair bins, double statistic)
    {
        int degrees = Math.Max(1, new TwoRowTable(bins).Cells - 1);
        // Two samples without a category in common give the largest statistic there is: all rows.
        double largest = bins.EffectiveBaseline + bins.EffectiveCurrent;
        // The law of the whole table is far off where cells are sparse; that of the merged one is not.
        return new DriftChance(statistic, ChiSquareQuantile(degrees, level), Evidence(bins).PValue)
        {
            SmallestPValue = bins.HidesChanges ? 1 : Tails.ChiSquare(largest, degrees),
        };
    }

    /// <summary>
    /// For the largest change of a share: the sum over cells of Bernstein's bound 2·exp(−x²/2(v + x/3n)), v = p̄(1−p̄)(1/n+1/m) and n the smaller side. A normal law
    /// fails where a cell expects a row or two: a hundred even categories and fifty rows, 2.5 % at 0.1 %.
    /// </summary>
    public static DriftChance ForLargestCell(double level, BinnedPair bins, double value)
    {
        double noise = (1 / bins.EffectiveBaseline) + (1 / bins.EffectiveCurrent);
        double row = 1 / Math.Min(bins.EffectiveBaseline, bins.EffectiveCurrent);
        double largest = 0;
        double evidence = 0;
        int cells = 0;
        for (int i = 0; i < bins.Size; i++)
        {
            double pooled = ((bins.EffectiveBaseline * bins.BaselineShare(i)) + (bins.EffectiveCurrent * bins.CurrentShare(i)))
                / (bins.EffectiveBaseline + bins.EffectiveCurrent);
            double variance = pooled * (1 - pooled) * noise;
            largest = Math.Max(largest, variance);
            if (variance > 0)
            {
                evidence += 2 * Math.Exp(-value * value / (2 * (variance + (value * row / 3))));
                cells++;
            }
        }

        // The same bound for as many cells of the largest variance, solved for x.
        double log = Math.Log(2 * Math.Max(1, cells) / level);
        double bound = Math.Min(1, (log * row / 3) + Math.Sqrt((log * log * row * row / 9) + (2 * log * largest)));
        return new DriftChance(Math.Max(0, value - Math.Sqrt(2 / Math.PI * largest)), bound, cells == 0 ? 1 : Math.Min(1, evidence))
        {
            LeastThreshold = bins.HidesChanges ? double.PositiveInfinity : 0,

            // The largest of so many normal squares is about twice the logarithm of their number.
            MeanSquare = largest * Math.Max(1, 2 * Math.Log(Math.Max(1, cells))),
        };
    }

    // Bernstein's bound for the least probable change of a cell, times the cells.
    private static double LargestCell(BinnedPair bins)
    {
        double n = bins.EffectiveBaseline;
        double m = bins.EffectiveCurrent;
        double noise = (1 / n) + (1 / m);
        double row = 1 / Math.Min(n, m);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < bins.Size; i++)
        {
            double p = bins.BaselineShare(i);
            double q = bins.CurrentShare(i);
            double pooled = ((n * p) + (m * q)) / (n + m);
            double change = Math.Abs(p - q);
            if (pooled > 0 && change > 0)
            {
                largest = Math.Max(largest, -change * change / (2 * ((pooled * (1 - pooled) * noise) + (change * row / 3))));
            }
        }

        return Math.Min(1, 2 * bins.Size * Math.Exp(largest));
    }

    /// <summary>
    /// For the energy distance √(2∫(F−G)²). Without change its square is a sum of independent squares whose total is 2(1/n+1/m)·∫H(1−H) on average; at this
    /// level no such sum exceeds that of one square with the same total.
    /// </summary>
    public static DriftChance ForEnergy(double level, DriftPair pair, double value)
    {
        double n = pair.Baseline.EffectiveCount;
        double m = pair.Current.EffectiveCount;
        double expected = 2 * ((1 / n) + (1 / m)) * EmpiricalGap.PooledVariance(pair.Baseline, pair.Current, n / (n + m));
        double bound = Math.Sqrt(ChiSquareQuantile(1, level) * expected);
        double evidence = expected > 0 ? Tails.ChiSquare(value * value / expected, 1) : 1;
        return new DriftChance(Math.Sqrt(Math.Max(0, (value * value) - expected)), bound, evidence) { MeanSquare = expected };
    }

    /// <summary>For a normal score with a sign.</summary>
    /// <param name="level">The gate's level.</param>
    /// <param name="value">The score.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="pValue">Its two-sided p-value.</param>
    public static DriftChance ForNormal(double level, double value, double error, double? pValue) => new(
        Math.Max(0, Math.Abs(value) - (Math.Sqrt(2 / Math.PI) * error)), Tails.NormalQuantile(level / 2) * error, pValue ?? 1)
    {
        MeanSquare = error * error,
    };

    /// <summary>For tests on ranks: the smallest p-value of samples of these sizes is that of two samples that do not overlap.</summary>
    /// <param name="method">The test.</param>
    /// <param name="pair">What was measured.</param>
    /// <param name="score">Its score.</param>
    /// <param name="noiseBound">The statistic whose p-value is the gate's level.</param>
    /// <param name="floor">What the p-value of large samples can come down to.</param>
    public static DriftChance ForRanks(IDriftMethod method, DriftPair pair, DriftScore score, double noiseBound, double floor)
    {
        const int FewRows = 64;
        double rows = pair.Baseline.EffectiveCount + pair.Current.EffectiveCount;
        double smallest = floor;
        if (rows <= FewRows)
        {
            int n = Math.Max(1, (int)Math.Round(pair.Baseline.EffectiveCount));
            int m = Math.Max(1, (int)Math.Round(pair.Current.EffectiveCount));
            var apart = new DriftPair(Whole(0, n), Whole(n, m));
            smallest = method.Score(apart).PValue ?? 1;
        }

        return ForPValue(score, noiseBound, smallest);
    }

    private static NumericSample Whole(int first, int count) =>
        new([.. Enumerable.Range(first, count).Select(value => (double)value)], [.. Enumerable.Repeat(1L, count)]);
}
