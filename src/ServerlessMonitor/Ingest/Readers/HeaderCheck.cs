using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>What a header must look like.</summary>
internal static class HeaderCheck
{
    /// <summary>Checks the names of a header.</summary>
    /// <exception cref="BatchFormatException">A name is empty or there twice, or the line looks like data.</exception>
    public static void Check(IReadOnlyList<string> names, long line)
    {
        if (LooksLikeData(names))
        {
            throw Problem("NoHeader", line, null, $"Line {line} looks like data ('{Shorten(names[0])}', …): expected a header line with the column names.");
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
            {
                throw Problem(
                    "EmptyColumnName", line, null, $"Line {line}: column {i + 1} has no name. (pandas: write the file with index=False.)");
            }

            if (!seen.TryAdd(names[i], i))
            {
                throw Problem(
                    "DuplicateColumn", line, names[i], $"Line {line}: columns {seen[names[i]] + 1} and {i + 1} have the same name, '{names[i]}'.");
            }
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
