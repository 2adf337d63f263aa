using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>
/// Summaries that another summary of the same column implies, because it holds every value: they are not stored, are made again only when somebody asks, and are merged without being
/// made. What they hold is a function of the values alone, so that every way gives the same bytes.
/// </summary>
internal static class ImpliedSummaries
{
    /// <summary>Whether <see cref="ColumnProfile.Values"/> follows.</summary>
    public static bool HasValues(ColumnProfile column) => column.Quantiles is { IsExact: true };

    /// <summary>Whether <see cref="ColumnProfile.Distinct"/> follows.</summary>
    public static bool HasDistinct(ColumnProfile column) =>
        HasValues(column) || column.Values is { Overflowed: false } || column.Items is { IsExact: true, HasShortItemsOnly: true };

    /// <summary>Adds every value to the counts.</summary>
    public static void AddTo(ValueCounts values, ColumnProfile column) => values.AddRange(column.Quantiles!.ExactValues);

    /// <summary>Adds the hash of every value.</summary>
    public static void AddTo(HyperLogLog distinct, ColumnProfile column)
    {
        if (column.Quantiles is { IsExact: true } quantiles)
        {
            distinct.AddRange(quantiles.ExactValues);
        }
        else if (column.Values is { Overflowed: false } values)
        {
            values.AddHashesTo(distinct);
        }
        else
        {
            column.Items!.AddHashesTo(distinct);
        }
    }
}
