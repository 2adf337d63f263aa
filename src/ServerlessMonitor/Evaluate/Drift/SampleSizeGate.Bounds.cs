using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What chance does to scores that are neither sums over bins nor earth mover's distances.</summary>
internal static partial class SampleSizeGate
{
    // The 99.9 % quantile of χ² with one degree: a sum of independent squares with a given total is at most that times the total.
    private const double OneDegree = 10.827566170662733;

    /// <summary>For the two-sample table of χ² or G: the statistic is its own evidence.</summary>
    public static DriftChance ForTable(BinnedPair bins, double statistic)
    {
        int degrees = Math.Max(1, new TwoRowTable(bins).Cells - 1);
        // Two samples without a category in common give the largest statistic there is: all rows.
        double largest = bins.EffectiveBaseline + bins.EffectiveCurrent;
        return ForPValue(statistic, ChiSquareQuantile(degrees), Tails.ChiSquare(largest, degrees));
    }

    /// <summary>For the largest change of a share: normal, with the level divided by the number of cells.</summary>
    public static DriftChance ForLargestCell(BinnedPair bins, double value)
    {
        double noise = (1 / bins.EffectiveBaseline) + (1 / bins.EffectiveCurrent);
        double largest = 0;
        int cells = 0;
        for (int i = 0; i < bins.Size; i++)
        {
            double pooled = ((bins.EffectiveBaseline * bins.BaselineShare(i)) + (bins.EffectiveCurrent * bins.CurrentShare(i)))
                / (bins.EffectiveBaseline + bins.EffectiveCurrent);
            largest = Math.Max(largest, Math.Sqrt(pooled * (1 - pooled) * noise));
            cells += pooled > 0 ? 1 : 0;
        }

        // Half a row on either side: a count is whole.
        double whole = noise / 2;
        double bound = Math.Min(1, (Tails.NormalQuantile(Level / (2 * Math.Max(1, cells))) * largest) + whole);
        return new DriftChance(Math.Max(0, value - (Math.Sqrt(2 / Math.PI) * largest)), bound, value > bound);
    }

    /// <summary>
    /// For the energy distance √(2∫(F−G)²). Without change its square is a sum of independent squares whose total is 2(1/n+1/m)·∫H(1−H) on average; at this
    /// level no such sum exceeds that of one square with the same total.
    /// </summary>
    public static DriftChance ForEnergy(DriftPair pair, double value)
    {
        double n = pair.Baseline.EffectiveCount;
        double m = pair.Current.EffectiveCount;
        double expected = 2 * ((1 / n) + (1 / m)) * EmpiricalGap.PooledVariance(pair.Baseline, pair.Current, n / (n + m));
        double bound = Math.Sqrt(OneDegree * expected);
        return new DriftChance(Math.Sqrt(Math.Max(0, (value * value) - expected)), bound, value > bound);
    }

    /// <summary>For a normal score with a sign.</summary>
    /// <param name="value">The score.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="pValue">Its two-sided p-value.</param>
    public static DriftChance ForNormal(double value, double error, double? pValue) => new(
        Math.Max(0, Math.Abs(value) - (Math.Sqrt(2 / Math.PI) * error)), Tails.NormalQuantile(Level / 2) * error, pValue <= Level);

    /// <summary>For tests on ranks: the smallest p-value of samples of these sizes is that of two samples that do not overlap.</summary>
    /// <param name="method">The test.</param>
    /// <param name="pair">What was measured.</param>
    /// <param name="score">Its score.</param>
    /// <param name="noiseBound">The statistic whose p-value is <see cref="Level"/>.</param>
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

        return ForPValue(score.Value!.Value, noiseBound, smallest);
    }

    private static NumericSample Whole(int first, int count) =>
        new([.. Enumerable.Range(first, count).Select(value => (double)value)], [.. Enumerable.Repeat(1L, count)]);
}
