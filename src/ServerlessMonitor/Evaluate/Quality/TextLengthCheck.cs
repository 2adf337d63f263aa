using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// Texts longer than <c>features.x.maxLength</c> code points. One is enough: free text keeps its longest length, not how many are long. Categories of more than
/// 256 bytes are kept shortened; they count with the length of what is kept.
/// </summary>
internal sealed class TextLengthCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "textLength";

    /// <inheritdoc/>
    public string AlertName => "TextTooLong";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        foreach (ColumnProfile column in input.Columns.Where(column => column.Present > 0))
        {
            if (input.FeatureOf(column.Name)?.MaxLength is not { } limit || Longest(column) is not { } longest)
            {
                continue;
            }

            yield return new QualityFinding(
                Key,
                column.Name,
                longest > limit ? VerdictOutcome.Breach : VerdictOutcome.Ok,
                $"{column.Name}: the longest text has {Say.Number(longest)} characters (allowed {Say.Number(limit)})")
            {
                Value = longest,
                Threshold = limit,
            };
        }
    }

    private static double? Longest(ColumnProfile column)
    {
        if (column.TextLength is { Count: > 0 } length)
        {
            return length.Max;
        }

        FrequentItem[] items = column.Items?.Items() ?? [];
        return items.Length == 0 ? null : items.Max(item => item.Text.EnumerateRunes().Count());
    }
}
