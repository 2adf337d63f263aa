namespace ServerlessMonitor.Sketches;

/// <summary>An immutable sorted form of a quantile sketch: distinct values with running totals of their weights.</summary>
internal sealed class QuantileView
{
    private readonly double[] _values;
    private readonly long[] _totals;

    /// <summary>Takes over both arrays: values in any order, and their weights.</summary>
    public QuantileView(double[] values, long[] weights)
    {
        Array.Sort(values, weights);
        int last = -1;
        long total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (last < 0 || values[last] != values[i])
            {
                values[++last] = values[i];
            }

            total += weights[i];
            weights[last] = total;
        }

        _values = values.AsSpan(0, last + 1).ToArray();
        _totals = weights.AsSpan(0, last + 1).ToArray();
    }

    public int DistinctCount => _values.Length;

    /// <summary>The value that stands at a position of the sorted stream, counted from 1.</summary>
    public double ValueAt(long rank)
    {
        int index = Array.BinarySearch(_totals, rank);
        return _values[Math.Min(index < 0 ? ~index : index, _values.Length - 1)];
    }

    /// <summary>The weight of all values that are at most <paramref name="x"/>.</summary>
    public long WeightAtMost(double x)
    {
        int index = Array.BinarySearch(_values, x);
        index = index < 0 ? ~index - 1 : index;
        return index < 0 ? 0 : _totals[index];
    }

    public WeightedValue[] ToWeightedValues()
    {
        var result = new WeightedValue[_values.Length];
        long before = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = new WeightedValue(_values[i], _totals[i] - before);
            before = _totals[i];
        }

        return result;
    }
}
