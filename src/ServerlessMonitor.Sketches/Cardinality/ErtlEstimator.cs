namespace ServerlessMonitor.Sketches;

/// <summary>
/// The improved raw estimator of O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches"
/// (arXiv:1702.01284, algorithm 6): unbiased over the whole range, without tables or switches between methods.
/// </summary>
internal static class ErtlEstimator
{
    public static long Estimate(ReadOnlySpan<byte> registers)
    {
        const int Largest = HyperLogLog.MaxRank;
        Span<int> histogram = stackalloc int[Largest + 1];
        histogram.Clear();
        foreach (byte rank in registers)
        {
            histogram[rank]++;
        }

        double m = registers.Length;
        double z = m * Tau(1 - (histogram[Largest] / m));
        for (int rank = Largest - 1; rank >= 1; rank--)
        {
            z = 0.5 * (z + histogram[rank]);
        }

        z += m * Sigma(histogram[0] / m);
        double estimate = m * m / (2 * Math.Log(2) * z);
        return estimate < long.MaxValue ? (long)Math.Round(estimate) : long.MaxValue;
    }

    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        double y = 1;
        double z = x;
        double before;
        do
        {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        }
        while (z != before);
        return z;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        double y = 1;
        double z = 1 - x;
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }
        while (z != before);
        return z / 3;
    }
}
