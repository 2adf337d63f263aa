using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Output;

/// <summary>The figures of a column that a person asks for first.</summary>
internal static class ColumnFigures
{
    private static readonly (string Name, double Share)[] Quantiles = [("5 %", 0.05), ("25 %", 0.25), ("median", 0.5), ("75 %", 0.75), ("95 %", 0.95)];

    /// <summary>Name and figure, in an order that depends on the kind alone, so that two sides stand beside each other.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">Rows of the whole file.</param>
    /// <param name="sensitive">Whether values must not be shown: counts only.</param>
    public static IEnumerable<(string Name, string Figure)> Of(ColumnProfile column, long rows, bool sensitive)
    {
        yield return ("values", Words.Count(column.Present));
        yield return ("missing", CountAndShare(column.Missing + (rows - column.Rows), rows));
        if (column.Kind is not (ColumnKind.Categorical or ColumnKind.Text))
        {
            yield return ("not of its kind", CountAndShare(column.Invalid, rows));
        }

        if (column.Kind is ColumnKind.Numeric)
        {
            yield return ("NaN, ±∞", CountAndShare(column.NaN + column.PositiveInfinity + column.NegativeInfinity, rows));
        }

        if (column.Distinct is { } distinct)
        {
            yield return ("distinct", (distinct.IsExact ? string.Empty : "about ") + Words.Count(Math.Min(distinct.Estimate(), column.Present)));
        }

        foreach (var figure in sensitive ? [] : Values(column))
        {
            yield return figure;
        }
    }

    private static IEnumerable<(string Name, string Figure)> Values(ColumnProfile column) => column switch
    {
        { Kind: ColumnKind.Timestamp, Moments: { Count: > 0 } times } => [("first", Instant(times.Min)), ("last", Instant(times.Max))],
        { Kind: ColumnKind.Numeric, Moments: { Count: > 0 } moments } =>
        [
            ("mean", Words.Figure(JsonText.Finite(moments.Mean))),
            ("std", Words.Figure(JsonText.Finite(moments.StandardDeviation))),
            ("min", Words.Figure(moments.Min)),
            .. column.Quantiles is { } sketch ? Quantiles.Select(item => (item.Name, Words.Figure(sketch.Quantile(item.Share)))) : [],
            ("max", Words.Figure(moments.Max)),
        ],
        { TextLength: { Count: > 0 } length } =>
            [("shortest", Words.Figure(length.Min)), ("mean length", Words.Figure(length.Mean)), ("longest", Words.Figure(length.Max))],
        _ => [],
    };

    private static string CountAndShare(long count, long rows) => count == 0 ? "0" : $"{Words.Count(count)} ({Words.Percent(rows == 0 ? null : (double)count / rows)})";

    private static string Instant(double seconds) => Words.Instant(DateTimeOffset.UnixEpoch.AddSeconds(seconds));
}
