using System.Globalization;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Offline;

/// <summary>Describes every column of a profile.</summary>
internal static class DescribeFile
{
    private const int MostItems = 20;
    private static readonly double[] Quantiles = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    public static ProfileDocument Of(string file, BatchProfile batch, IReadOnlyList<string> sensitive)
    {
        var profile = batch.Hours[0].Profile;
        return new ProfileDocument(
            file,
            batch.Rows,
            batch.RejectedRowCount,
            [.. profile.Schema.Columns.Select(column => Describe(profile.Columns[column.Name], batch.Rows, sensitive.Contains(column.Name, StringComparer.Ordinal)))]);
    }

    private static ProfileDocument.ProfiledColumn Describe(ColumnProfile column, long rows, bool sensitive) => new(
        column.Name,
        JsonText.Of(column.Kind),
        JsonText.Of(column.Role),
        column.Present,
        column.Missing + (rows - column.Rows),
        column.Invalid,
        column.NaN,
        column.PositiveInfinity + column.NegativeInfinity)
    {
        Distinct = column.Distinct is { } distinct ? Math.Min(distinct.Estimate(), column.Present) : null,
        DistinctIsExact = column.Distinct?.IsExact,
        Numbers = sensitive || column.Moments is not { Count: > 0 } || column.Quantiles is null ? null : Numbers(column),
        Top = sensitive || column.Items is not { Count: > 0 } items ? null
            : [.. items.Items().OrderByDescending(item => item.Count).Take(MostItems).Select(item => new ProfileDocument.Item(item.Text, item.Count, (double)item.Count / items.Count))],
        Histogram = column.Kind is Contracts.ColumnKind.Numeric && ColumnDistribution.Of(column, null, hasCurrent: false, sensitive) is { } distribution
            ? [.. distribution.Bins.Select(bin => new ProfileDocument.Bin(bin.Label, bin.Baseline))]
            : null,
    };

    private static Dictionary<string, double?> Numbers(ColumnProfile column)
    {
        var (moments, sketch) = (column.Moments!, column.Quantiles!);
        var numbers = new Dictionary<string, double?>(StringComparer.Ordinal)
        {
            ["mean"] = JsonText.Finite(moments.Mean),
            ["standardDeviation"] = JsonText.Finite(moments.StandardDeviation),
            ["min"] = moments.Min,
        };
        foreach (var share in Quantiles)
        {
            numbers[string.Create(CultureInfo.InvariantCulture, $"p{share * 100:00}")] = JsonText.Finite(sketch.Quantile(share));
        }

        numbers["max"] = moments.Max;
        return numbers;
    }
}
