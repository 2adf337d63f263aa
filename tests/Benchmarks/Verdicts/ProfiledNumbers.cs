using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>Numbers without ties but for those of a cluster, in profiles.</summary>
internal sealed class ProfiledNumbers(bool skewed, bool uploaded) : Numbers(skewed, rounded: false)
{
    private readonly ProfiledColumn _column = new(ColumnKind.Numeric, uploaded);

    public override (Func<long, double, DriftPair> Beside, ColumnChunks Chunks) Baseline(Draw draw, long rows, int cluster, int chunks) =>
        _column.Baseline(rows, cluster, chunks, (column, clusters, change) =>
        {
            double[] values = Values(draw, clusters, change);
            for (int i = 0; i < cluster; i++)
            {
                column.AddValues(values);
            }
        });
}
