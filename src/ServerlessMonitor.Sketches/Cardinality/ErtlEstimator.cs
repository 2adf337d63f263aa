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
        Count(registers, histogram);

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

    /// <summary>In four histograms in turn: most ranks are the same few, and one counter would wait for itself.</summary>
    private static void Count(ReadOnlySpan<byte> registers, Span<int> histogram)
    {
        const int Stride = 64;
        Span<int> four = stackalloc int[4 * Stride];
        four.Clear();
        int i = 0;
        for (; i + 4 <= registers.Length; i += 4)
        {
            four[registers[i] & (Stride - 1)]++;
            four[Stride + (registers[i + 1] & (Stride - 1))]++;
            four[(2 * Stride) + (registers[i + 2] & (Stride - 1))]++;
            four[(3 * Stride) + (registers[i + 3] & (Stride - 1))]++;
        }

        for (; i < registers.Length; i++)
        {
            four[registers[i]]++;
        }

        for (int rank = 0; rank < histogram.Length; rank++)
        {
            histogram[rank] = four[rank] + four[Stride + rank] + four[(2 * Stride) + rank] + four[(3 * Stride) + rank];
        }
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
