using System.Globalization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Offline;

/// <summary>Which windows files are evaluated in: of calendar time, or of so many rows. Exactly one of the two is set.</summary>
/// <param name="Calendar">Windows of event time.</param>
/// <param name="Rows">Rows of each window, at least 1.</param>
internal sealed record WindowChoice(WindowSpec? Calendar, int? Rows)
{
    /// <summary>What may be asked for.</summary>
    public const string Forms = "rows:N|1h|1d|7d|1mo";

    private const string RowsPrefix = "rows:";

    /// <summary>Reads <c>rows:N</c>, <c>1h</c>, <c>1d</c>, <c>7d</c> or <c>1mo</c>, or another count of hours, days or months.</summary>
    /// <param name="text">What was asked for.</param>
    /// <param name="problem">What is wrong with it, for people; null when nothing is.</param>
    /// <returns>Null when it is none.</returns>
    public static WindowChoice? Parse(string text, out string? problem)
    {
        problem = null;
        if (text.StartsWith(RowsPrefix, StringComparison.OrdinalIgnoreCase))
        {
            if (int.TryParse(text.AsSpan(RowsPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows > 0)
            {
                return new WindowChoice(null, rows);
            }

            problem = $"'{text}' is no window: rows:N takes a whole number of rows from 1 to {int.MaxValue}, without signs, for example rows:1000.";
            return null;
        }

        if (WindowLength.TryParse(text, out var length))
        {
            return new WindowChoice(WindowSpec.Tumbling(length), null);
        }

        problem = $"'{text}' is no window; expected for example 1h, 1d, 7d (from Monday), 1mo, or rows:1000.";
        return null;
    }
}
