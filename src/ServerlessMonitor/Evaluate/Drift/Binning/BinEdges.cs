namespace ServerlessMonitor.Evaluate.Drift.Binning;

/// <summary>Edges of bins for numbers.</summary>
internal static class BinEdges
{
    /// <summary>The distinct values of the baseline's quantiles at 1/<paramref name="bins"/>, 2/<paramref name="bins"/>, … (type 7), ascending.</summary>
    public static double[] Quantiles(NumericSample baseline, int bins)
    {
        var edges = new List<double>(bins);
        for (int i = 1; i < bins; i++)
        {
            double edge = baseline.Quantile((double)i / bins);
            if (edges.Count == 0 || edge > edges[^1])
            {
                edges.Add(edge);
            }
        }

        return [.. edges];
    }

    /// <summary>
    /// How many bins Sturges' rule gives for so many rows over a range: ⌈range ÷ (range ÷ (log2 n + 1))⌉. The quotient is rounded twice on purpose: where n is a
    /// power of two, numpy's count of bins depends on that rounding, and bins that are one off change a score.
    /// </summary>
    public static int Sturges(double range, double rows)
    {
        double width = range / (Math.Log2(rows) + 1);
        return Count(range, width);
    }

    /// <summary>How many bins Doane's rule gives (1976), as numpy has it: Sturges' count with log2(1 + |skewness| ÷ its standard error) more.</summary>
    public static int Doane(NumericSample baseline)
    {
        double n = baseline.Count;
        double range = baseline.Maximum - baseline.Minimum;
        if (n <= 2 || !(baseline.StandardDeviation > 0))
        {
            return 1;
        }

        double error = Math.Sqrt(6.0 * (n - 2) / ((n + 1.0) * (n + 3)));
        double width = range / (1.0 + Math.Log2(n) + Math.Log2(1.0 + (Math.Abs(baseline.Skewness) / error)));
        return Count(range, width);
    }

    /// <summary>All edges, both ends included, of equally wide bins; a range without width gets half a unit on both sides.</summary>
    public static double[] EquallyWide(double low, double high, int bins)
    {
        if (low == high)
        {
            (low, high) = (low - 0.5, high + 0.5);
        }

        double[] edges = new double[bins + 1];
        double step = (high - low) / bins;
        for (int i = 0; i < bins; i++)
        {
            edges[i] = (i * step) + low;
        }

        edges[bins] = high;
        return edges;
    }

    private static int Count(double range, double width) =>
        width > 0 && double.IsFinite(range) ? Math.Max(1, (int)Math.Min(10_000, Math.Ceiling(range / width))) : 1;
}
