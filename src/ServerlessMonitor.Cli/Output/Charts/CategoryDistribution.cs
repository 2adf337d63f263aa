using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>The most frequent categories of either side, and the rest as one.</summary>
internal static class CategoryDistribution
{
    private const int MostCategories = 20;

    /// <summary>The spread of one or two sides; null where neither has a category.</summary>
    public static Distribution? Of(ColumnProfile? baseline, ColumnProfile? current, bool hasCurrent)
    {
        var (before, after) = (Shares(baseline), Shares(current));
        var names = before.Keys.Union(after.Keys, StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return null;
        }

        var all = names.Select(name => new Distribution.Bin(name.Length == 0 ? "(empty text)" : name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))
            .OrderByDescending(bin => Math.Max(bin.Baseline, bin.Current))
            .ThenBy(bin => bin.Label, StringComparer.Ordinal)
            .ToList();
        var shown = all.Take(MostCategories).ToList();
        var (oldRest, nowRest) = (Rest(before.Count, bin => bin.Baseline), Rest(after.Count, bin => bin.Current));
        if (oldRest + nowRest > 1e-9)
        {
            shown.Add(new Distribution.Bin("(all others)", oldRest, nowRest));
        }

        var exact = (baseline?.Items?.IsExact ?? true) && (current?.Items?.IsExact ?? true);
        return new Distribution(shown) { HasCurrent = hasCurrent, Note = exact ? null : "More categories than are counted one by one: the shares are approximate." };

        double Rest(int count, Func<Distribution.Bin, double> share) => count == 0 ? 0 : Math.Max(0, 1 - shown.Sum(share));
    }

    private static Dictionary<string, double> Shares(ColumnProfile? column)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var item in column?.Items is { Count: > 0 } items ? items.Items() : [])
        {
            // Different invalid bytes may read the same.
            shares[item.Text] = shares.GetValueOrDefault(item.Text) + ((double)item.Count / column!.Items!.Count);
        }

        return shares;
    }
}
