using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>The same, row by row in an order by chance, through the counter that a profile has.</summary>
internal sealed class SketchedCategories(int count, bool skewed) : Categories(count, skewed)
{
    private readonly byte[][] _items = [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"c{i}"))];

    public override DriftPair Pair(Draw draw, long baseline, long window, double change, int cluster) =>
        new(Sample(draw, baseline, 0, cluster), Sample(draw, window, change, cluster));

    private CategorySample Sample(Draw draw, long rows, double change, int cluster)
    {
        double[] counts = Counts(draw, rows, change, cluster);
        int[] order = new int[(int)counts.Sum()];
        int filled = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            order.AsSpan(filled, (int)counts[i]).Fill(i);
            filled += (int)counts[i];
        }

        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = (int)(draw.Uniform() * (i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }

        var items = new FrequentItems();
        foreach (int item in order)
        {
            items.Add(_items[item]);
        }

        return new CategorySample(items.Items(), items.Count) { CountError = items.MaxError };
    }
}
