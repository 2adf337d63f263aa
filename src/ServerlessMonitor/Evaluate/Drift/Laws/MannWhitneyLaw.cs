namespace ServerlessMonitor.Evaluate.Drift.Laws;

/// <summary>The law of Mann and Whitney's U: counted where one side has at most eight rows and nothing ties, else normal with continuity 0.5 and ties.</summary>
internal static class MannWhitneyLaw
{
    /// <summary>Up to so many rows on the smaller side p-values are counted.</summary>
    public const long MostExact = 8;

    // Counts of orders must fit 128 bits: C(10,008, 8) is 2.5e27.
    private const long MostRows = 10_000;

    /// <summary>Whether p-values of samples of these sizes without ties are counted.</summary>
    public static bool IsCounted(long n, long m) => Math.Min(n, m) <= MostExact && Math.Max(n, m) <= MostRows;

    /// <summary>P(U ≥ u) without ties.</summary>
    public static double Exact(double u, long n, long m)
    {
        (long few, long many) = n < m ? (n, m) : (m, n);
        UInt128[] counts = Counts((int)few, (int)many);
        double total = 0;
        double beyond = 0;
        for (int value = 0; value < counts.Length; value++)
        {
            double count = (double)counts[value];
            total += count;
            beyond += value >= u ? count : 0;
        }

        return beyond / total;
    }

    /// <summary>The z of U ≥ u.</summary>
    /// <param name="u">U of one side.</param>
    /// <param name="n">Rows of one side; need not be whole.</param>
    /// <param name="m">Rows of the other.</param>
    /// <param name="ties">Σ(t³ − t) over tied values ÷ (N³ − N), 0 to 1.</param>
    /// <returns>Negative infinity where all values are the same.</returns>
    public static double Score(double u, double n, double m, double ties)
    {
        double variance = n * m / 12 * (n + m + 1) * (1 - ties);
        return variance > 0 ? (u - (n * m / 2) - 0.5) / Math.Sqrt(variance) : double.NegativeInfinity;
    }

    // The coefficients of the Gaussian binomial ∏ (1 − q^(many+i)) / (1 − q^i): in how many orders U is 0, 1, 2 … The differences in between wrap around without harm.
    private static UInt128[] Counts(int few, int many)
    {
        UInt128[] counts = new UInt128[(few * many) + 1];
        counts[0] = 1;
        for (int i = 1; i <= few; i++)
        {
            for (int value = counts.Length - 1; value >= many + i; value--)
            {
                counts[value] = unchecked(counts[value] - counts[value - many - i]);
            }

            for (int value = i; value < counts.Length; value++)
            {
                counts[value] = unchecked(counts[value] + counts[value - i]);
            }
        }

        return counts;
    }
}
