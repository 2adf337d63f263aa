using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>Walks two empirical distribution functions F (baseline) and G (window) side by side.</summary>
internal static class EmpiricalGap
{
    /// <summary>The steps of both: at each distinct value of either, F and G from there on, and the next value (the same for the last).</summary>
    public static IEnumerable<(double Value, double Next, double Baseline, double Current)> Steps(NumericSample baseline, NumericSample current)
    {
        double[] left = baseline.Values.ToArray();
        double[] right = current.Values.ToArray();
        long[] leftCounts = baseline.Cumulative.ToArray();
        long[] rightCounts = current.Cumulative.ToArray();
        int i = 0;
        int j = 0;
        while (i < left.Length || j < right.Length)
        {
            double value = j >= right.Length || (i < left.Length && left[i] <= right[j]) ? left[i] : right[j];
            while (i < left.Length && left[i] <= value)
            {
                i++;
            }

            while (j < right.Length && right[j] <= value)
            {
                j++;
            }

            double next = i < left.Length && (j >= right.Length || left[i] <= right[j]) ? left[i] : j < right.Length ? right[j] : value;
            yield return (value, next, i == 0 ? 0 : (double)leftCounts[i - 1] / baseline.Count, j == 0 ? 0 : (double)rightCounts[j - 1] / current.Count);
        }
    }

    /// <summary>∫H(1−H) of the mixture H = wF + (1−w)G.</summary>
    public static double PooledVariance(NumericSample baseline, NumericSample current, double weight)
    {
        double sum = 0;
        foreach ((double value, double next, double f, double g) in Steps(baseline, current))
        {
            double pooled = Math.Clamp((weight * f) + ((1 - weight) * g), 0, 1);
            sum += pooled * (1 - pooled) * (next - value);
        }

        return sum;
    }

    /// <summary>An integral of a function of F and G over the numbers: its sum, and its part in each of the baseline's decile bins.</summary>
    public static (double Sum, IReadOnlyList<DriftContribution> Parts) Integral(DriftPair pair, Func<double, double, double> height, Func<double, double> scaleOfSum)
    {
        double[] edges = NumericBinning.DecileEdges(pair.Baseline);
        double[] parts = new double[edges.Length + 1];
        double sum = 0;
        foreach ((double value, double next, double f, double g) in Steps(pair.Baseline, pair.Current))
        {
            double here = height(f, g);
            sum += here * (next - value);
            Spread(parts, edges, value, next, here);
        }

        double scale = scaleOfSum(sum);
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] *= scale;
        }

        return (sum, NumericBinning.Edges(pair.Baseline, pair.Current, edges, missingBin: false).Explain(parts));
    }

    /// <summary>∫√(H(1−H)) and the population standard deviation of the mixture H = wF + (1−w)G.</summary>
    public static (double Roots, double Deviation) PooledSpread(NumericSample baseline, NumericSample current, double weight)
    {
        double roots = 0;
        foreach ((double value, double next, double f, double g) in Steps(baseline, current))
        {
            double pooled = Math.Clamp((weight * f) + ((1 - weight) * g), 0, 1);
            roots += Math.Sqrt(pooled * (1 - pooled)) * (next - value);
        }

        double gap = baseline.Mean - current.Mean;
        double variance = (weight * baseline.StandardDeviation * baseline.StandardDeviation)
            + ((1 - weight) * current.StandardDeviation * current.StandardDeviation)
            + (weight * (1 - weight) * gap * gap);
        return (roots, Math.Sqrt(variance));
    }

    // A step may reach over several bins: each takes its piece.
    private static void Spread(double[] parts, double[] edges, double from, double to, double height)
    {
        int bin = Array.BinarySearch(edges, from);
        bin = bin < 0 ? ~bin : bin + 1;
        while (bin < edges.Length && edges[bin] < to)
        {
            parts[bin] += height * (edges[bin] - from);
            from = edges[bin];
            bin++;
        }

        parts[bin] += height * (to - from);
    }
}
