using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// The share of a categorical column's values that its domain does not know: the monitor's domain, else the baseline's values. A baseline
/// never shows every rare value, so against it the share may exceed what Good and Turing's estimate (1953) expects of unseen values, its share of values seen once.
/// </summary>
internal sealed class NewCategoriesCheck : IQualityCheck
{
    private const int MostSamples = 10;

    /// <inheritdoc/>
    public string Key => "newCategories";

    /// <inheritdoc/>
    public string AlertName => "NewCategories";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.NewCategories is not { } limit)
        {
            yield break;
        }

        foreach (ColumnProfile column in input.Columns)
        {
            if (column is not { Role: ColumnRole.Feature or ColumnRole.Prediction, Items: { Count: > 0 } items, Present: > 0 })
            {
                continue;
            }

            if (Known(input, column) is not { } known)
            {
                continue;
            }

            FrequentItem[] unknown = [.. items.Items().Where(item => !known.Values.Contains(item.Text)).OrderByDescending(item => item.Count)];
            long count = unknown.Sum(item => item.Count);
            double share = (double)count / items.Count;
            string about = items.IsExact ? string.Empty : "about ";
            VerdictOutcome outcome = ShareGate.Judge(count, items.Count, limit, known.SeenOnce, known.Rows);
            string[] samples = input.IsSensitive(column.Name) ? [] : [.. unknown.Take(MostSamples).Select(item => item.Text)];
            string which = samples.Length == 0 ? string.Empty : $": {string.Join(", ", samples.Select(sample => $"'{sample}'"))}";
            yield return new QualityFinding(
                Key,
                column.Name,
                outcome,
                $"{column.Name}: {about}{Say.Of(count, items.Count, "value")} not known to {known.From} (allowed {Say.Percent(limit)}){which}")
            {
                Value = share,
                Threshold = limit,
                Baseline = known.Rows > 0 ? (double)known.SeenOnce / known.Rows : null,
                Samples = samples,
            };
        }
    }

    private static (HashSet<string> Values, long SeenOnce, long Rows, string From)? Known(QualityInput input, ColumnProfile column)
    {
        if (input.FeatureOf(column.Name)?.Domain is { } domain)
        {
            return (new HashSet<string>(domain, StringComparer.Ordinal), 0, 0, "the domain");
        }

        // A counter that is full does not know its domain.
        if (input.BaselineOf(column)?.Items is not { IsExact: true, Count: > 0 } before)
        {
            return null;
        }

        FrequentItem[] values = before.Items();
        return (values.Select(item => item.Text).ToHashSet(StringComparer.Ordinal), values.Count(item => item.Count == 1), before.Count, "the baseline");
    }
}
