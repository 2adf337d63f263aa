using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile;

/// <summary>Says what single rows and cells of a file had wrong, each with its first example: what, where, and what was expected.</summary>
internal static class IssueNotes
{
    // Whoever has more bad columns than this has one cause for all of them.
    private const int MostColumns = 10;

    /// <summary>One sentence for each reason why rows were left out, and for each column with unreadable cells.</summary>
    public static IEnumerable<string> Of(BatchIssues issues, IReadOnlyList<(DateTimeOffset Hour, DatasetProfile Profile)> hours) =>
        [.. Rows(issues), .. Cells(issues, hours)];

    private static IEnumerable<string> Rows(BatchIssues issues)
    {
        foreach (KeyValuePair<string, long> pair in issues.RejectedRows)
        {
            RejectedRow? first = issues.RejectedSamples.FirstOrDefault(sample => sample.Reason == pair.Key);
            string example = first is null ? string.Empty : Invariant($" The first is line {first.Line}: '{first.Text}'.");
            yield return Invariant($"{Count(pair.Value, "row")} left out, {pair.Key}: {RejectReasons.Explain(pair.Key)}.{example}");
        }
    }

    private static IEnumerable<string> Cells(BatchIssues issues, IReadOnlyList<(DateTimeOffset Hour, DatasetProfile Profile)> hours)
    {
        string[] notes = [.. hours[0].Profile.Schema.Columns.SelectMany(column => OfColumn(column, issues, hours))];
        return notes.Length <= MostColumns ? notes : [.. notes[..MostColumns], Invariant($"{notes.Length - MostColumns} more columns have such cells.")];
    }

    private static IEnumerable<string> OfColumn(ColumnSchema column, BatchIssues issues, IReadOnlyList<(DateTimeOffset Hour, DatasetProfile Profile)> hours)
    {
        long Sum(Func<ColumnProfile, long> of) => hours.Sum(hour => hour.Profile.Columns.GetValueOrDefault(column.Name) is { } found ? of(found) : 0);

        if (Sum(found => found.Invalid) is > 0 and var invalid)
        {
            InvalidCell? first = issues.InvalidSamples.FirstOrDefault(cell => cell.Column == column.Name);
            string example = first is null ? string.Empty : Invariant($" The first is line {first.Line}: '{first.Text}'.");
            yield return Invariant($"{column.Name}: {Count(invalid, "cell")} not {Expected(column.Kind)}; such cells are not counted as values.{example}");
        }

        if (Sum(found => found.PositiveInfinity + found.NegativeInfinity) is > 0 and var infinite)
        {
            yield return Invariant($"{column.Name}: {Count(infinite, "cell")} infinite, or beyond 1.8e308; such cells are not counted as values.");
        }

        if (Sum(found => found.NaN) is > 0 and var notANumber)
        {
            yield return Invariant($"{column.Name}: {Count(notANumber, "cell")} NaN; such cells count as missing.");
        }
    }

    private static string Expected(ColumnKind kind) => kind switch
    {
        ColumnKind.Numeric => "a number",
        ColumnKind.Boolean => "true or false",
        _ => "a time",
    };

    private static string Count(long count, string noun) => Invariant($"{count:N0} {noun}{(count == 1 ? " is" : "s are")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
