namespace ServerlessMonitor.Evaluate.Drift.Laws;

/// <summary>The law of the two-sided two-sample Kolmogorov-Smirnov statistic for continuous data; ties make it conservative.</summary>
internal static class KolmogorovSmirnovLaw
{
    /// <summary>Up to so many rows on the larger side lattice paths are counted.</summary>
    public const long MostExact = 10_000;

    // 2·exp(−x) of twice this is below 1e-86: nobody can tell it from the exact value, and the count would be long.
    private const double CertainExponent = 200;

    /// <summary>P(D ≥ <paramref name="statistic"/>) for samples of n and m rows, both at least 1.</summary>
    public static double TwoSample(double statistic, long n, long m)
    {
        double pooled = (double)n * m / (n + m);
        if (Math.Max(n, m) > MostExact)
        {
            return KolmogorovLaw.Tail(statistic, (long)Math.Round(pooled, MidpointRounding.ToEven));
        }

        double exponent = 2 * statistic * statistic * pooled;
        if (exponent > CertainExponent)
        {
            return 2 * Math.Exp(-exponent);
        }

        long divisor = GreatestCommonDivisor(n, m);
        double multiple = (double)(n / divisor) * m;
        long steps = (long)Math.Round(statistic * multiple, MidpointRounding.ToEven);
        if (steps == 0)
        {
            return 1;
        }

        double probability = n == m ? OutsideSquare(n, steps) : OutsideStrip(Math.Max(n, m), Math.Min(n, m), divisor, steps);
        return Math.Clamp(probability, 0, 1);
    }

    // Equal sizes: 2·(C(2n, n−h) − C(2n, n−2h) + …) / C(2n, n), by Horner's scheme from the last term (Gnedenko and Korolyuk 1951).
    private static double OutsideSquare(long n, long h)
    {
        double sum = 0;
        for (long k = n / h; k >= 0; k--)
        {
            double ratio = 1;
            for (long j = 0; j < h; j++)
            {
                ratio = (n - (k * h) - j) * ratio / (n + (k * h) + j + 1);
            }

            sum = ratio * (1 - sum);
        }

        return 2 * sum;
    }

    // The share of lattice paths from (0, 0) to (m, n) that leave the strip |nx − my| < h·gcd, column by column in probabilities rather than counts, which
    // would overflow (Hodges 1958; the recursion A(i, j) = (i·A(i−1, j) + j·A(i, j−1)) / (i + j) keeps shares of all paths to (i, j)).
    private static double OutsideStrip(long m, long n, long divisor, long h)
    {
        long mg = m / divisor;
        long ng = n / divisor;
        long low = 0;
        long high = Math.Min(CeilingDivide(h, mg), n + 1);
        double[] column = new double[Math.Min((2 * high) + 2, n + 1)];
        long length = high - low;
        Array.Fill(column, 1, (int)length, column.Length - (int)length);
        for (long i = 1; i <= m; i++)
        {
            long lastLow = low;
            long lastLength = length;
            low = Math.Min(Math.Max(FloorDivide((ng * i) - h, mg) + 1, 0), n);
            high = Math.Min(CeilingDivide((ng * i) + h, mg), n + 1);
            if (high <= low)
            {
                return 1;
            }

            double value = low == 0 ? 0 : 1;
            for (long offset = 0; offset < high - low; offset++)
            {
                long j = offset + low;
                value = ((column[offset + low - lastLow] * i) + (value * j)) / (i + j);
                column[offset] = value;
            }

            length = high - low;
            if (lastLength > length)
            {
                Array.Fill(column, 1, (int)length, (int)(lastLength - length));
            }
        }

        return column[length - 1];
    }

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    private static long FloorDivide(long a, long b) => (a / b) - (a % b < 0 ? 1 : 0);

    private static long CeilingDivide(long a, long b) => (a / b) + (a % b > 0 ? 1 : 0);
}
