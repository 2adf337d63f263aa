namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>One side of a numeric comparison: distinct finite values in ascending order, how often each occurs, and what is not a number.</summary>
internal sealed class NumericSample
{
    private const double SmallestScale = 0.001;

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
        (Mean, StandardDeviation, Skewness) = MomentsOf(values, weights, sum);
        Minimum = values.Length == 0 ? double.NaN : values[0];
        Maximum = values.Length == 0 ? double.NaN : values[^1];
    }

    /// <summary>Finite values.</summary>
    public long Count { get; }

    /// <summary>Cells without a usable number: missing, NaN, infinite, not of the column's kind.</summary>
    public long Missing { get; init; }

    /// <summary>The distinct values, ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>For each value how many values are at most as large.</summary>
    public ReadOnlySpan<long> Cumulative => _cumulative;

    /// <summary>How often the value at a place of <see cref="Values"/> occurs.</summary>
    public long WeightAt(int index) => _cumulative[index] - (index == 0 ? 0 : _cumulative[index - 1]);

    /// <summary>Mean of the finite values; NaN where there are none.</summary>
    public double Mean { get; init; }

    /// <summary>Population standard deviation of the finite values; NaN where there are none.</summary>
    public double StandardDeviation { get; init; }

    /// <summary>Biased skewness m3 / m2^1.5 of the finite values; NaN for a constant.</summary>
    public double Skewness { get; init; }

    /// <summary>The smallest finite value; NaN where there are none.</summary>
    public double Minimum { get; init; }

    /// <summary>The largest finite value; NaN where there are none.</summary>
    public double Maximum { get; init; }

    /// <summary>The standard deviation that distances are counted in: at least 0.001, so that a constant baseline does not make every distance infinite.</summary>
    public double Scale => StandardDeviation > SmallestScale ? StandardDeviation : SmallestScale;

    /// <summary>Largest expected error of a rank, as a share of <see cref="Count"/>; 0 when the values are exact.</summary>
    public double RankError { get; init; }

    /// <summary>Distinct values; for a sketch an estimate, and then more than <see cref="Values"/> may hold.</summary>
    public long Distinct { get; init; } = -1;

    /// <summary>Independent rows that the sample is worth once the sketch's error ε counts as noise: 1 / (B/n + 2ε²), B the <see cref="Overdispersion"/>, by which a sketch does not err more.</summary>
    public double EffectiveCount => SampleSizeGate.EffectiveRows(Count / Overdispersion, RankError);

    /// <summary>How many rows carry as much as one independent row; 1 where rows are independent.</summary>
    public double Overdispersion { get; private set; } = 1;

    /// <summary>The number of distinct values, as well as it is known.</summary>
    public long DistinctCount => Distinct >= 0 ? Distinct : _values.Length;

    /// <summary>Sorts raw values; NaN and infinities count as missing.</summary>
    public static NumericSample From(IEnumerable<double> raw, long missing = 0)
    {
        var finite = new List<double>();
        foreach (double value in raw)
        {
            if (double.IsFinite(value))
            {
                finite.Add(value + 0.0); // -0.0 is 0.0
            }
            else
            {
                missing++;
            }
        }

        finite.Sort();
        var values = new List<double>();
        var weights = new List<long>();
        foreach (double value in finite)
        {
            if (values.Count > 0 && values[^1] == value)
            {
                weights[^1]++;
                continue;
            }

            values.Add(value);
            weights.Add(1);
        }

        return new NumericSample([.. values], [.. weights]) { Missing = missing };
    }

    /// <summary>The same values, where it takes so many rows to carry as much as one independent row.</summary>
    public NumericSample WithOverdispersion(double factor)
    {
        var copy = (NumericSample)MemberwiseClone();
        copy.Overdispersion = factor;
        return copy;
    }

    /// <summary>How many values lie strictly below <paramref name="x"/>.</summary>
    public long CountBelow(double x)
    {
        int index = Array.BinarySearch(_values, x);
        index = index < 0 ? ~index : index;
        return index == 0 ? 0 : _cumulative[index - 1];
    }

    /// <summary>How often <paramref name="x"/> occurs.</summary>
    public long CountOf(double x) => CountAtMost(x) - CountBelow(x);

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

    // Two passes, so that a large mean does not cost digits.
    private static (double Mean, double StandardDeviation, double Skewness) MomentsOf(double[] values, long[] weights, long count)
    {
        if (count == 0)
        {
            return (double.NaN, double.NaN, double.NaN);
        }

        double centre = values[values.Length / 2];
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i] * (values[i] - centre);
        }

        double offset = sum / count;
        double mean = centre + offset;
        double squares = 0;
        double cubes = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double delta = values[i] - centre - offset;
            squares += weights[i] * delta * delta;
            cubes += weights[i] * delta * delta * delta;
        }

        double deviation = values.Length < 2 ? 0 : Math.Sqrt(squares / count);
        return (mean, deviation, deviation > 0 ? cubes / count / (deviation * deviation * deviation) : double.NaN);
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
