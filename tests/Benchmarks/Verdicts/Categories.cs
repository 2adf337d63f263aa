using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>Categories, equally frequent or with shares as 1, 1/2, 1/3 … (Zipf). Changed, every other category gains and its neighbour loses.</summary>
internal class Categories(int count, bool skewed) : Population
{
    private readonly string[] _labels = [.. Enumerable.Range(0, count).Select(i => i.ToString("D5", CultureInfo.InvariantCulture))];
    private readonly double[] _shares = Normalised([.. Enumerable.Range(0, count).Select(i => skewed ? 1.0 / (i + 1) : 1.0)]);

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(skewed ? "skewed" : "even")}");

    public override double MostChange => 1;

    /// <summary>How many there are.</summary>
    public int Count => count;

    public override DriftPair Pair(Draw draw, long baseline, long window, double change, int cluster) =>
        Beside(Counts(draw, baseline, 0, cluster), Counts(draw, window, change, cluster));

    protected override DriftPair Whole(double baseline, double window, double change) =>
        Beside([.. _shares.Select(share => share * baseline)], [.. Changed(change).Select(share => share * window)]);

    public override double[] Counts(Draw draw, long rows, double change, int cluster)
    {
        double[] counts = draw.Multinomial(rows / cluster, change == 0 ? _shares : Changed(change));
        for (int i = 0; cluster > 1 && i < counts.Length; i++)
        {
            counts[i] *= cluster;
        }

        return counts;
    }

    private static double[] Normalised(double[] weights)
    {
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>The shares after a change.</summary>
    protected double[] Changed(double change) => Normalised([.. _shares.Select((share, i) => share * (i % 2 == 0 ? 1 + change : 1 - change))]);

    // The order of the labels is that of the bins, as for columns of a profile.
    public override DriftPair Beside(double[] before, double[] after) => new(new BinnedPair(_labels, before, after), ColumnKind.Categorical);
}
