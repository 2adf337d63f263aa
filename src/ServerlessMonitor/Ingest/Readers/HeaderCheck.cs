using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>What a header must look like.</summary>
internal static class HeaderCheck
{
    /// <summary>The most columns of a file: each is summarised for every hour that the file touches.</summary>
    public const int MostColumns = 2000;

    /// <summary>The longest name, in characters: names go into alerts, reports and tables.</summary>
    public const int LongestName = 200;

    /// <summary>Says so when a header is the start of JSON.</summary>
    /// <exception cref="BatchFormatException">It is.</exception>
    public static void RefuseJson(string header)
    {
        if (header.TrimStart('\uFEFF', ' ', '\t') is ['{' or '[', ..])
        {
            throw new BatchFormatException(new BatchProblem("UnknownFormat", $"Line 1 looks like JSON ('{Shorten(header)}'): give the file a name that ends in .jsonl or .json.") { Line = 1 });
        }
    }

    /// <summary>Checks the names of a header.</summary>
    /// <exception cref="BatchFormatException">A name is empty, unreadable or there twice, there are too many, or the line looks like data.</exception>
    public static void Check(IReadOnlyList<string> names, long line)
    {
        RefuseJson(names[0]);
        if (names.Count > MostColumns)
        {
            throw Problem(
                "TooManyColumns", line, null, string.Create(
                    CultureInfo.InvariantCulture, $"Line {line}: the header has {names.Count:N0} columns; at most {MostColumns:N0} are read. Leave out those that need no watching."));
        }

        if (LooksLikeData(names))
        {
            throw Problem("NoHeader", line, null, $"Line {line} looks like data ('{Shorten(names[0])}', …): expected a header line with the column names. Write them as the first line.");
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            CheckName(names[i], i + 1, line);
            if (!seen.TryAdd(names[i], i))
            {
                throw Problem(
                    "DuplicateColumn", line, names[i], $"Line {line}: columns {seen[names[i]] + 1} and {i + 1} have the same name, '{names[i]}'. Rename one, or leave it out.");
            }
        }
    }

    private static void CheckName(string name, int column, long line)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw Problem(
                "EmptyColumnName", line, null, $"Line {line}: column {column} has no name. Name it, or drop a separator at the line's end. (pandas: write the file with index=False.)");
        }

        if (name.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw Problem("UnknownEncoding", line, name, $"Line {line}: the name of column {column}, '{Shorten(name)}', is not UTF-8. Write the file as UTF-8. (pandas: encoding='utf-8'.)");
        }

        if (name.Any(char.IsControl))
        {
            throw Problem("BadColumnName", line, null, $"Line {line}: the name of column {column} has a line break or another control character in it. Rename it.");
        }

        if (name.Length > LongestName)
        {
            throw Problem(
                "BadColumnName",
                line,
                null,
                string.Create(CultureInfo.InvariantCulture, $"Line {line}: the name of column {column} has {name.Length:N0} characters ('{Shorten(name)}'); at most {LongestName} are read. Rename it."));
        }
    }

    /// <summary>Half of the fields are numbers or times; 0, 1, 2, … may be names, as pandas gives them.</summary>
    private static bool LooksLikeData(IReadOnlyList<string> names)
    {
        int values = 0;
        bool numbered = true;
        for (int i = 0; i < names.Count; i++)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(names[i]);
            values += NumberParser.TryParse(utf8, out _) || TimestampParser.TryParseIso(utf8, out _) ? 1 : 0;
            numbered &= string.Equals(names[i], i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return values > 0 && values * 2 >= names.Count && !numbered;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 39), "…");

    private static BatchFormatException Problem(string code, long line, string? column, string message) =>
        new(new BatchProblem(code, message) { Line = line, Column = column });
}
