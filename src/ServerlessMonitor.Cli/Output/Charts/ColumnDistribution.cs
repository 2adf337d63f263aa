using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>Finds what there is to draw of a column.</summary>
internal static class ColumnDistribution
{
    /// <summary>The spread of a column's values; null for ids, times and free text.</summary>
    /// <param name="baseline">One side; null where it lacks the column.</param>
    /// <param name="current">The other.</param>
    /// <param name="hasCurrent">Whether two sides are compared.</param>
    /// <param name="sensitive">Whether the values must not be shown.</param>
    public static Distribution? Of(ColumnProfile? baseline, ColumnProfile? current, bool hasCurrent, bool sensitive)
    {
        if (baseline is not null && current is not null && baseline.Kind != current.Kind)
        {
            // There are no bins that both kinds share; the verdict says so.
            return null;
        }

        var distribution = (baseline ?? current)?.Kind switch
        {
            ColumnKind.Numeric => NumericDistribution.Of(baseline, current, hasCurrent),
            ColumnKind.Categorical or ColumnKind.Boolean => CategoryDistribution.Of(baseline, current, hasCurrent),
            _ => null,
        };
        return sensitive && distribution is not null ? Hidden(distribution) : distribution;
    }

    private static Distribution Hidden(Distribution distribution) => distribution with
    {
        Bins = [.. distribution.Bins.Select((bin, i) => bin with { Label = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"value {i + 1}") })],
        Edges = [],
    };
}
