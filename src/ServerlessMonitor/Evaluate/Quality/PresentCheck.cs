using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>The share of rows that have a value of the column, against what the monitor asks for with <c>features.x.present</c>.</summary>
internal sealed class PresentCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "present";

    /// <inheritdoc/>
    public string AlertName => "MissingValues";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        foreach (ColumnProfile column in input.Columns)
        {
            if (input.FeatureOf(column.Name)?.Present is not { } least)
            {
                continue;
            }

            long rows = input.Current.Rows;
            long without = rows - column.Present;
            yield return new QualityFinding(
                Key,
                column.Name,
                ShareGate.Judge(without, rows, 1 - least),
                $"{column.Name}: {Say.Of(column.Present, rows, "row")} have a value (expected {Say.Percent(least)})")
            {
                Value = (double)without / rows,
                Threshold = 1 - least,
            };
        }
    }
}
