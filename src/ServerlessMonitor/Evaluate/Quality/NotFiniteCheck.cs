using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>The rise of the share of a numeric column's cells that are NaN or infinite over the baseline's; without a baseline the share itself.</summary>
internal sealed class NotFiniteCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "notFinite";

    /// <inheritdoc/>
    public string AlertName => "NotFiniteValues";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.NotFinite is not { } limit)
        {
            yield break;
        }

        foreach (ColumnProfile column in input.Columns.Where(column => column.Kind == ColumnKind.Numeric))
        {
            ColumnProfile? before = input.BaselineOf(column);
            long count = CountOf(column);
            string against = before is null ? "allowed" : $"baseline {Say.Percent((double)CountOf(before) / before.Rows)}, may rise by";
            yield return new QualityFinding(
                Key,
                column.Name,
                ShareGate.Judge(count, column.Rows, limit, before is null ? 0 : CountOf(before), before?.Rows ?? 0),
                $"{column.Name}: {Say.Of(count, column.Rows, "cell")} without a finite number ({against} {Say.Percent(limit)})")
            {
                Value = (double)count / column.Rows,
                Threshold = limit,
                Baseline = before is null ? null : (double)CountOf(before) / before.Rows,
                Anomaly = column.NaN > 0 ? "FLOAT_TYPE_HAS_NAN" : "FLOAT_TYPE_HAS_INF",
            };
        }
    }

    private static long CountOf(ColumnProfile column) => column.NaN + column.PositiveInfinity + column.NegativeInfinity;
}
