using System.Text;
using System.Text.RegularExpressions;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Ingest;

/// <summary>Finds columns that were taken for text because their numbers are written in another country's way.</summary>
internal static partial class NumbersInText
{
    // As many cells tell.
    private const int MostCells = 100;

    /// <summary>What a person should know about a column; null: nothing.</summary>
    /// <param name="sample">Its first cells, as text.</param>
    /// <param name="column">What it was taken for.</param>
    /// <param name="sensitive">Columns whose values must not be shown.</param>
    public static string? NoteOf(ColumnBlock sample, ColumnSchema column, IReadOnlyCollection<string> sensitive)
    {
        if (column is not { Role: ColumnRole.Feature, Kind: ColumnKind.Categorical or ColumnKind.Text })
        {
            return null;
        }

        string[] cells = [.. Enumerable.Range(0, Math.Min(sample.Count, MostCells)).Select(row => Encoding.UTF8.GetString(sample.TextOf(row)).Trim()).Where(text => text.Length > 0)];
        if (cells.Length == 0 || !cells.All(text => LocalNumber().IsMatch(text)))
        {
            return null;
        }

        string example = sensitive.Contains(column.Name, StringComparer.Ordinal) ? string.Empty : $", such as '{cells[0]}'";
        return $"{column.Name}: all values look like numbers with thousands separators or a decimal comma{example}, and are taken for text. "
            + "Write plain numbers, or say input.decimal and input.thousands in the monitor file, and begin with a new version.";
    }

    [GeneratedRegex(@"^[+-]?(?:\d{1,3}(?:[,.' \u00A0\u202F]\d{3})+(?:[.,]\d+)?|\d+,\d+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LocalNumber();
}
