using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>
/// Normal numbers, or skewed ones (lognormal, σ = 1). Rounded to 400 levels they are counted exactly at any size and drawn as multinomial counts; else
/// they are as they come, exact up to what a profile keeps one by one and above that in its sketch. Changed, their logarithm or they themselves move up.
/// </summary>
internal class Numbers(bool skewed, bool rounded) : Population
{
    private const int Levels = 400;
    private const double Range = 4;

    private readonly double[] _values = [.. Enumerable.Range(0, Levels).Select(i => Value(Level(i), skewed))];
    private readonly double[] _shares = Shares(0);

    public override string Name => $"{(skewed ? "lognormal" : "normal")}{(rounded ? ", rounded" : string.Empty)}";

    public override double MostChange => 3;

    public override DriftPair Pair(Draw draw, long baseline, long window, double change, int cluster) =>
        new(Sample(draw, baseline, 0, cluster), Sample(draw, window, change, cluster));

    public override double[] Counts(Draw draw, long rows, double change, int cluster) =>
        [.. draw.Multinomial(rows / cluster, change == 0 ? _shares : Shares(change)).Select(count => count * cluster)];

    public override DriftPair Beside(double[] before, double[] after) => new(Counted(before), Counted(after));

    protected override DriftPair Whole(double baseline, double window, double change) => new(
        Counted([.. _shares.Select(share => Math.Round(share * baseline))]), Counted([.. Shares(change).Select(share => Math.Round(share * window))]));

    private static double Level(int index) => -Range + ((index + 0.5) * 2 * Range / Levels);

    private static double Value(double z, bool skewed) => skewed ? Math.Exp(z) : z;

    private static double[] Shares(double change)
    {
        double[] weights = [.. Enumerable.Range(0, Levels).Select(i => Math.Exp(-0.5 * (Level(i) - change) * (Level(i) - change)))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>Numbers as they come.</summary>
    protected double[] Values(Draw draw, long count, double change)
    {
        double[] values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Value(draw.Normal() + change, skewed);
        }

        return values;
    }

    private NumericSample Sample(Draw draw, long rows, double change, int cluster)
    {
        if (rounded)
        {
            return Counted(Counts(draw, rows, change, cluster));
        }

        double[] values = Values(draw, rows / cluster, change);
        double sum = 0;
        double squares = 0;
        foreach (double value in values)
        {
            sum += value;
            squares += value * value;
        }

        if (rows <= KllSketch.ExactLimit)
        {
            return NumericSample.From(values.SelectMany(value => Enumerable.Repeat(value, cluster)));
        }

        var sketch = new KllSketch();
        for (int i = 0; i < cluster; i++)
        {
            sketch.AddRange(values);
        }

        WeightedValue[] kept = sketch.WeightedValues();
        double mean = sum / values.Length;
        return new NumericSample(Array.ConvertAll(kept, item => item.Value), Array.ConvertAll(kept, item => item.Weight))
        {
            Mean = mean,
            StandardDeviation = Math.Sqrt(Math.Max(0, (squares / values.Length) - (mean * mean))),
            Minimum = sketch.Min,
            Maximum = sketch.Max,
            RankError = sketch.RankError,
            Distinct = rows,
        };
    }

    private NumericSample Counted(double[] counts)
    {
        var values = new List<double>(Levels);
        var weights = new List<long>(Levels);
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                values.Add(_values[i]);
                weights.Add((long)counts[i]);
            }
        }

        return new NumericSample([.. values], [.. weights]);
    }
}
