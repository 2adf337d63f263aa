using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// The share of values that repeat another in columns that the monitor calls <c>unique</c>; the limit is that of duplicate ids. Exact up to 1,024 different
/// values, beyond as far as the estimate's error lets it be proven.
/// </summary>
internal sealed class UniqueCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "unique";

    /// <inheritdoc/>
    public string AlertName => "DuplicateValues";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.DuplicateIds is not { } limit)
        {
            yield break;
        }

        foreach (ColumnProfile column in input.Columns.Where(column => column.Present > 0))
        {
            if (input.FeatureOf(column.Name)?.Unique != true || column.Distinct is not { } distinct)
            {
                continue;
            }

            RepeatCount repeats = RepeatCount.Of(0, all: false, column.Present, distinct);
            yield return new QualityFinding(
                Key,
                column.Name,
                ShareGate.Judge(repeats.Proven, column.Present, limit),
                $"{column.Name}: {repeats.Qualifier}{Say.Of(repeats.Count, column.Present, "value")} repeat another (allowed {Say.Percent(limit)})")
            {
                Value = (double)repeats.Count / column.Present,
                Threshold = limit,
            };
        }
    }
}
