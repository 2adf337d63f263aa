using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics.Service;

/// <summary>The latencies of a column that can be latencies: finite and not below 0, in order.</summary>
internal sealed class LatencyValues
{
    private readonly WeightedValue[] _values;
    private readonly long[] _through;

    private LatencyValues(WeightedValue[] values, long negative, double rankError)
    {
        _values = values;
        _through = new long[values.Length];
        long count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            _through[i] = count += values[i].Weight;
        }

        Count = count;
        Negative = negative;
        RankError = rankError;
    }

    /// <summary>How many there are.</summary>
    public long Count { get; }

    /// <summary>How many numbers are below 0, and left out; from a sketch about so many.</summary>
    public long Negative { get; }

    /// <summary>The largest error of a rank, as a share of the rows; 0 where every value is known.</summary>
    public double RankError { get; }

    /// <summary>The latencies of a column; null where it does not keep numbers.</summary>
    public static LatencyValues? Of(ColumnProfile column)
    {
        bool isSketch = column.Quantiles is { Count: > 0 };
        bool isExact = column.Quantiles is { Count: > 0, IsExact: true };
        if (!isSketch && column.Values is not { Overflowed: false })
        {
            return null;
        }

        // Chunks of a baseline keep counts at quantiles in the place of a sketch; columns with few values keep all.
        WeightedValue[] all = !isExact && column.Values is { Overflowed: false } few ? few.Values() : column.Quantiles!.WeightedValues();
        WeightedValue[] usable = [.. all.Where(item => item.Value >= 0).OrderBy(item => item.Value)];
        return new LatencyValues(usable, all.Where(item => item.Value < 0).Sum(item => item.Weight), !isSketch ? column.ValueError : isExact || column.Values is { Overflowed: false } ? 0 : column.Quantiles!.RankError);
    }

    /// <summary>The value at a place, from 0.</summary>
    public double At(long place)
    {
        int index = Array.BinarySearch(_through, Math.Clamp(place, 0, Count - 1) + 1);
        return _values[index < 0 ? ~index : index].Value;
    }

    /// <summary>The quantile, linear between ranks (type 7 of Hyndman and Fan 1996).</summary>
    public double Quantile(double p)
    {
        double place = p * (Count - 1);
        long below = (long)Math.Floor(place);
        double value = At(below);
        return place > below ? value + ((place - below) * (At(below + 1) - value)) : value;
    }

    /// <summary>The share of the values above a number.</summary>
    public double ShareAbove(double number) => (double)_values.Where(item => item.Value > number).Sum(item => item.Weight) / Count;

    /// <summary>Their mean with its interval.</summary>
    public Estimate Mean()
    {
        double mean = Moment(static (value, _) => value, 0);
        double squares = Moment(static (value, middle) => (value - middle) * (value - middle), mean);
        double cubes = Moment(static (value, middle) => Math.Pow(value - middle, 3), mean);
        return Estimate.Mean(mean, Math.Sqrt(squares * Count / (Count - 1)), Count, 0, double.PositiveInfinity, squares > 0 ? cubes / Math.Pow(squares, 1.5) : 0);
    }

    private double Moment(Func<double, double, double> of, double middle) => _values.Sum(item => item.Weight * of(item.Value, middle)) / Count;
}
