using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>Categories row by row, in profiles.</summary>
internal sealed class ProfiledCategories : Categories
{
    private readonly byte[][] _items;
    private readonly ProfiledColumn _column;
    private readonly Dictionary<double, double[]> _upTo = [];

    public ProfiledCategories(int count, bool skewed, bool uploaded)
        : base(count, skewed)
    {
        _items = [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"c{i}"))];
        _column = new ProfiledColumn(ColumnKind.Categorical, uploaded);
    }

    public override (Func<long, double, DriftPair> Beside, ColumnChunks Chunks) Baseline(Draw draw, long rows, int cluster, int chunks) =>
        _column.Baseline(rows, cluster, chunks, (column, clusters, change) =>
        {
            if (!_upTo.TryGetValue(change, out double[]? upTo))
            {
                _upTo.Add(change, upTo = Sums(Changed(change)));
            }

            int[] drawn = new int[clusters];
            for (int i = 0; i < drawn.Length; i++)
            {
                int index = Array.BinarySearch(upTo, draw.Uniform());
                drawn[i] = Math.Min(index < 0 ? ~index : index, upTo.Length - 1);
            }

            // The rows of a cluster are apart from each other.
            for (int i = 0; i < cluster; i++)
            {
                foreach (int item in drawn)
                {
                    column.Items!.Add(_items[item]);
                }
            }
        });

    private static double[] Sums(double[] shares)
    {
        double sum = 0;
        return Array.ConvertAll(shares, share => sum += share);
    }
}
