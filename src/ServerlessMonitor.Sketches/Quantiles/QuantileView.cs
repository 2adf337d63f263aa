namespace ServerlessMonitor.Sketches;

/// <summary>An immutable sorted form of a quantile sketch: distinct values with running totals of their weights.</summary>
internal sealed class QuantileView
{
    private readonly double[] _values;
    private readonly long[] _totals;

    /// <summary>Takes over both arrays: ascending values, and their weights.</summary>
    public QuantileView(double[] values, long[] weights)
    {
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

        _values = last + 1 == values.Length ? values : values.AsSpan(0, last + 1).ToArray();
        _totals = last + 1 == values.Length ? weights : weights.AsSpan(0, last + 1).ToArray();
    }

    /// <summary>Merges ascending values of one weight into the <paramref name="filled"/> ascending values there are, from the back and in place.</summary>
    /// <returns>How many there are now.</returns>
    public static int MergeInto(double[] values, long[] weights, int filled, ReadOnlySpan<double> more, long weight)
    {
        int a = filled - 1;
        int b = more.Length - 1;
        int to = filled + more.Length - 1;
        while (b >= 0)
        {
            if (a >= 0 && values[a] > more[b])
            {
                values[to] = values[a];
                weights[to--] = weights[a--];
            }
            else
            {
                values[to] = more[b--];
                weights[to--] = weight;
            }
        }

        return filled + more.Length;
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
