using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>Two samples of numbers side by side: the distinct values of both in ascending order, and how often each side has them.</summary>
internal sealed class PooledCounts
{
    private readonly DriftPair _pair;
    private readonly double[] _values;

    /// <summary>Merges both sides of a numeric pair.</summary>
    public PooledCounts(DriftPair pair)
    {
        _pair = pair;
        NumericSample left = pair.Baseline;
        NumericSample right = pair.Current;
        var values = new List<double>(left.Values.Length + right.Values.Length);
        var before = new List<long>(values.Capacity);
        var after = new List<long>(values.Capacity);
        int i = 0;
        int j = 0;
        while (i < left.Values.Length || j < right.Values.Length)
        {
            bool takeLeft = j >= right.Values.Length || (i < left.Values.Length && left.Values[i] <= right.Values[j]);
            bool takeRight = i >= left.Values.Length || (j < right.Values.Length && right.Values[j] <= left.Values[i]);
            values.Add(takeLeft ? left.Values[i] : right.Values[j]);
            before.Add(takeLeft ? left.WeightAt(i++) : 0);
            after.Add(takeRight ? right.WeightAt(j++) : 0);
        }

        _values = [.. values];
        Baseline = [.. before];
        Current = [.. after];
    }

    /// <summary>The distinct values of both sides, ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>How often the baseline has each.</summary>
    public IReadOnlyList<long> Baseline { get; }

    /// <summary>How often the window has each.</summary>
    public IReadOnlyList<long> Current { get; }

    /// <summary>Whether a value occurs twice.</summary>
    public bool HasTies
    {
        get
        {
            for (int i = 0; i < _values.Length; i++)
            {
                if (Baseline[i] + Current[i] > 1)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What each value contributes, added up over the baseline's deciles, largest first.</summary>
    public IReadOnlyList<DriftContribution> Explain(ReadOnlySpan<double> contributions)
    {
        double[] edges = NumericBinning.DecileEdges(_pair.Baseline);
        double[] parts = new double[edges.Length + 1];
        for (int i = 0; i < _values.Length; i++)
        {
            int bin = Array.BinarySearch(edges, _values[i]);
            parts[bin < 0 ? ~bin : bin + 1] += contributions[i];
        }

        return NumericBinning.Edges(_pair.Baseline, _pair.Current, edges, missingBin: false).Explain(parts);
    }

    /// <summary>What each value contributes to the difference of the means in units of <paramref name="unit"/>: (q − p)·(x − the baseline's mean) ÷ unit.</summary>
    public IReadOnlyList<DriftContribution> ExplainMeans(double unit)
    {
        double[] parts = new double[_values.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            double change = ((double)Current[i] / _pair.Current.Count) - ((double)Baseline[i] / _pair.Baseline.Count);
            parts[i] = change * (_values[i] - _pair.Baseline.Mean) / unit;
        }

        return Explain(parts);
    }
}
