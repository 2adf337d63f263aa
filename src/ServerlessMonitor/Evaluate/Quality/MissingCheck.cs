using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// The rise of a column's missing share over the baseline's. Empty cells, NaN and rows of files without the column are missing. Without a baseline only
/// columns that the monitor requires are held to it.
/// </summary>
internal sealed class MissingCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "missing";

    /// <inheritdoc/>
    public string AlertName => "MissingValues";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.Missing is not { } limit)
        {
            yield break;
        }

        // Labels come late by nature.
        foreach (ColumnProfile column in input.Columns.Where(column => column.Role != ColumnRole.Label))
        {
            ColumnProfile? before = input.BaselineOf(column);
            bool required = input.FeatureOf(column.Name)?.Required == true;
            long rows = input.Current.Rows;
            long missing = MissingOf(column) + input.Current.AbsentRows(column.Name);
            double share = (double)missing / rows;
            double? baseline = before is null ? null : (double)MissingOf(before) / before.Rows;
            VerdictOutcome outcome = before is not null ? ShareGate.Judge(missing, rows, limit, MissingOf(before), before.Rows, input.OverdispersionOf(column.Name, piece => MissingOf(piece)))
                : required ? ShareGate.Judge(missing, rows, limit)
                : VerdictOutcome.NotEnoughData;
            string against = baseline is { } known ? $"baseline {Say.Percent(known)}" : "no baseline";
            yield return new QualityFinding(
                Key, column.Name, outcome, $"{column.Name}: {Say.Percent(share)} of {Say.Count(rows, "row")} missing ({against}, may rise by {Say.Percent(limit)})")
            {
                Value = share,
                Threshold = limit,
                Baseline = baseline,
            };
        }
    }

    private static long MissingOf(ColumnProfile column) => column.Missing + column.NaN;
}
