using System.Text.RegularExpressions;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// The share of a categorical column's values that the regular expression <c>features.x.pattern</c> does not match as a whole; the limit is that of type errors.
/// Exact while the counter keeps every value. Expressions run without backtracking, in time that grows with the text alone.
/// </summary>
internal sealed class PatternCheck : IQualityCheck
{
    private const int MostSamples = 10;

    /// <inheritdoc/>
    public string Key => "pattern";

    /// <inheritdoc/>
    public string AlertName => "PatternMismatch";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.TypeErrors is not { } limit)
        {
            yield break;
        }

        foreach (ColumnProfile column in input.Columns.Where(column => column.Present > 0))
        {
            if (input.FeatureOf(column.Name)?.Pattern is not { } pattern)
            {
                continue;
            }

            yield return column.Items is { Count: > 0 } items
                ? Judge(input, column, items, pattern, limit)
                : new QualityFinding(Key, column.Name, VerdictOutcome.NotEnoughData, $"{column.Name}: single values of a {JsonName(column.Kind)} column are not kept; say type: categorical to have its pattern checked");
        }
    }

    private QualityFinding Judge(QualityInput input, ColumnProfile column, FrequentItems items, string pattern, double limit)
    {
        Regex whole = FeatureDefinition.ParsePattern(pattern);
        FrequentItem[] unfit = [.. items.Items().Where(item => !whole.IsMatch(item.Text)).OrderByDescending(item => item.Count)];
        long count = unfit.Sum(item => item.Count);
        string[] samples = input.IsSensitive(column.Name) ? [] : [.. unfit.Take(MostSamples).Select(item => item.Text)];
        string which = samples.Length == 0 ? string.Empty : $": {string.Join(", ", samples.Select(sample => $"'{sample}'"))}";
        return new QualityFinding(
            Key,
            column.Name,
            ShareGate.Judge(count, items.Count, limit),
            $"{column.Name}: {(items.IsExact ? string.Empty : "about ")}{Say.Of(count, items.Count, "value")} not of the pattern {pattern} (allowed {Say.Percent(limit)}){which}")
        {
            Value = (double)count / items.Count,
            Threshold = limit,
            Samples = samples,
        };
    }

    private static string JsonName(ColumnKind kind) => kind.ToString().ToLowerInvariant();
}
