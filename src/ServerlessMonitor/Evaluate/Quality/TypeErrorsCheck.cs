using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>The share of a column's cells that are not of its kind: text in a numeric column.</summary>
internal sealed class TypeErrorsCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "typeErrors";

    /// <inheritdoc/>
    public string AlertName => "TypeErrors";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.TypeErrors is not { } limit)
        {
            yield break;
        }

        foreach (ColumnProfile column in input.Columns.Where(column => column.Kind is not (ColumnKind.Categorical or ColumnKind.Text)))
        {
            double share = (double)column.Invalid / column.Rows;
            yield return new QualityFinding(
                Key,
                column.Name,
                ShareGate.Judge(column.Invalid, column.Rows, limit),
                $"{column.Name}: {Say.Percent(share)} of {Say.Count(column.Rows, "cell")} not {KindName(column.Kind)} (allowed {Say.Percent(limit)})")
            {
                Value = share,
                Threshold = limit,
                Baseline = input.BaselineOf(column) is { } before ? (double)before.Invalid / before.Rows : null,
            };
        }
    }

    private static string KindName(ColumnKind kind) => kind switch
    {
        ColumnKind.Numeric => "a number",
        ColumnKind.Boolean => "true or false",
        _ => "a time",
    };
}
