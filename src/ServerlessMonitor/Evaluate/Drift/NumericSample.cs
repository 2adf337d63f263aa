namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>One side of a numeric comparison: distinct finite values in ascending order, how often each occurs, and what is not a number.</summary>
internal sealed class NumericSample
{
    private readonly double[] _values;
    private readonly long[] _cumulative;

    /// <summary>Takes values in ascending order without repeats, each with a weight of at least 1.</summary>
    public NumericSample(double[] values, long[] weights)
    {
        if (values.Length != weights.Length)
        {
            throw new ArgumentException("Every value needs a weight.", nameof(weights));
        }

        _values = values;
        _cumulative = new long[weights.Length];
        long sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            _cumulative[i] = sum;
        }

        Count = sum;
        (Mean, StandardDeviation) = MomentsOf(values, weights, sum);
    }

    /// <summary>Finite values.</summary>
    public long Count { get; }

    /// <summary>Cells without a usable number: missing, NaN, infinite, not of the column's kind.</summary>
    public long Missing { get; init; }

    /// <summary>The distinct values, ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>For each value how many values are at most as large.</summary>
    public ReadOnlySpan<long> Cumulative => _cumulative;

    /// <summary>Mean of the finite values; NaN where there are none.</summary>
    public double Mean { get; init; }

    /// <summary>Population standard deviation of the finite values; NaN where there are none.</summary>
    public double StandardDeviation { get; init; }

    /// <summary>Largest expected error of a rank, as a share of <see cref="Count"/>; 0 when the values are exact.</summary>
    public double RankError { get; init; }

    /// <summary>Distinct values; for a sketch an estimate, and then more than <see cref="Values"/> may hold.</summary>
    public long Distinct { get; init; } = -1;

    /// <summary>Rows that the sample is worth once the sketch's error counts as noise: 1 / (1/n + 2ε²).</summary>
    public double EffectiveCount => SampleSizeGate.EffectiveRows(Count, RankError);

    /// <summary>The number of distinct values, as well as it is known.</summary>
    public long DistinctCount => Distinct >= 0 ? Distinct : _values.Length;

    /// <summary>Sorts raw values; NaN and infinities count as missing.</summary>
    public static NumericSample From(IEnumerable<double> raw, long missing = 0)
    {
        var counts = new SortedDictionary<double, long>();
        foreach (double value in raw)
        {
            if (!double.IsFinite(value))
            {
                missing++;
                continue;
            }

            double key = value == 0 ? 0 : value; // -0.0 is 0.0
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return new NumericSample([.. counts.Keys], [.. counts.Values]) { Missing = missing };
    }

    /// <summary>How many values lie strictly below <paramref name="x"/>.</summary>
    public long CountBelow(double x)
    {
        int index = Array.BinarySearch(_values, x);
        index = index < 0 ? ~index : index;
        return index == 0 ? 0 : _cumulative[index - 1];
    }

    /// <summary>How many values are at most <paramref name="x"/>.</summary>
    public long CountAtMost(double x)
    {
        int index = Array.BinarySearch(_values, x);
        index = index < 0 ? ~index : index + 1;
        return index == 0 ? 0 : _cumulative[index - 1];
    }

    /// <summary>The quantile at <paramref name="p"/> in [0, 1] with linear interpolation, h = (n − 1)p (Hyndman and Fan's type 7).</summary>
    public double Quantile(double p)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        double h = (Count - 1) * p;
        double floor = Math.Floor(h);
        double low = AtRank((long)floor);
        double high = AtRank(Math.Min((long)floor + 1, Count - 1));
        double fraction = h - floor;
        // The same two-sided form as numpy's, so that edges agree to the last bit.
        double step = high - low;
        return fraction >= 0.5 ? high - (step * (1 - fraction)) : low + (step * fraction);
    }

    private static (double Mean, double StandardDeviation) MomentsOf(double[] values, long[] weights, long count)
    {
        if (count == 0)
        {
            return (double.NaN, double.NaN);
        }

        double mean = 0;
        long seen = 0;
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            seen += weights[i];
            double delta = values[i] - mean;
            mean += delta * weights[i] / seen;
            squares += weights[i] * delta * (values[i] - mean);
        }

        return (mean, Math.Sqrt(Math.Max(0, squares / count)));
    }

    private double AtRank(long rank)
    {
        int low = 0;
        int high = _cumulative.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_cumulative[middle] > rank)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return _values[low];
    }
}
