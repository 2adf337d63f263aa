using System.Globalization;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>A row of a blob as a plain reading of the text gives it: nothing of the product's readers.</summary>
internal sealed record RawRow(string Id, DateTime Time, double? Amount, string Plan, int Prediction, double Score, int? Label)
{
    public static IReadOnlyList<RawRow> Read(string csv) => [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];

    /// <summary>The rows with the labels of a file that came later.</summary>
    public static IReadOnlyList<RawRow> Labelled(IReadOnlyList<RawRow> rows, string labels)
    {
        Dictionary<string, int> late = labels.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))
            .ToDictionary(cells => cells[0], cells => int.Parse(cells[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return [.. rows.Select(row => late.TryGetValue(row.Id, out int label) ? row with { Label = label } : row)];
    }

    private static RawRow Parse(string line)
    {
        string[] cells = line.Split(',');
        return new RawRow(
            cells[0],
            DateTime.Parse(cells[1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
            cells[2].Length == 0 ? null : double.Parse(cells[2], CultureInfo.InvariantCulture),
            cells[3],
            int.Parse(cells[4], CultureInfo.InvariantCulture),
            double.Parse(cells[5], CultureInfo.InvariantCulture),
            cells[6].Length == 0 ? null : int.Parse(cells[6], CultureInfo.InvariantCulture));
    }
}
