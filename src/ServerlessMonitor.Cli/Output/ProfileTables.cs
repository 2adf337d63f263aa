using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Output;

/// <summary>The profile of a file for people.</summary>
internal static class ProfileTables
{
    private const string Levels = " ▁▂▃▄▅▆▇█";
    private const int SparkBins = 20;
    private const int ValueLength = 24;
    private const int MostValues = 3;

    public static void Write(ProfileDocument document, DatasetProfile profile, IReadOnlyList<string> sensitive, CommandContext context)
    {
        context.Output.WriteLine($"{document.File}: {Words.Count(document.Rows)} rows{(document.RejectedRows > 0 ? $" and {Words.Count(document.RejectedRows)} that cannot be read" : string.Empty)}, {Words.Count(document.Columns.Count)} columns.");
        var table = new TextTable("column", "kind", "role", ">values", ">missing", ">distinct", ">mean", ">std", ">min", ">median", ">max", "distribution, or most frequent");
        foreach (var column in document.Columns)
        {
            double? Number(string key) => column.Numbers?.GetValueOrDefault(key);
            var times = column.Kind is "timestamp";
            var missing = document.Rows == 0 ? (double?)null : (double)(column.Missing + column.NaN) / document.Rows;
            table.Add(
                column.Name,
                column.Kind,
                column.Role,
                Words.Count(column.Values),
                missing is 0 ? "0" : Words.Percent(missing),
                column.Distinct is { } distinct ? (column.DistinctIsExact is true ? string.Empty : "~") + Words.Count(distinct) : "-",
                times ? "-" : Words.Figure(Number("mean")),
                times ? "-" : Words.Figure(Number("standardDeviation")),
                times ? "-" : Words.Figure(Number("min")),
                times ? "-" : Words.Figure(Number("p50")),
                times ? "-" : Words.Figure(Number("max")),
                Shape(column, profile.Columns[column.Name], sensitive));
        }

        table.Write(context);
    }

    private static string Shape(ProfileDocument.ProfiledColumn column, ColumnProfile profile, IReadOnlyList<string> sensitive)
    {
        if (column.Top is { Count: > 0 } top)
        {
            return string.Join(", ", top.Take(MostValues).Select(item => $"{Html.HtmlText.Short(item.Value, ValueLength)} {Words.Percent(item.Share)}"));
        }

        var distribution = ColumnDistribution.Of(profile, null, hasCurrent: false, sensitive.Contains(column.Name, StringComparer.Ordinal));
        return distribution is { IsHistogram: true } ? Spark(distribution)
            : distribution is null || column.Kind is not "numeric" ? string.Empty
            : string.Join(", ", distribution.Bins.OrderByDescending(bin => bin.Baseline).Take(MostValues).Select(bin => $"{bin.Label} {Words.Percent(bin.Baseline)}"));
    }

    private static string Spark(Distribution distribution)
    {
        var per = (int)Math.Ceiling(distribution.Bins.Count / (double)SparkBins);
        var heights = distribution.Bins.Chunk(per).Select(part => part.Sum(bin => bin.Baseline)).ToList();
        var top = Math.Max(heights.Max(), 1e-9);
        return string.Concat(heights.Select(height => Levels[height <= 0 ? 0 : Math.Max(1, (int)Math.Round(height / top * (Levels.Length - 1)))]));
    }
}
