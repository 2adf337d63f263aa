using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>
/// How much a stored profile may take: 23 kB a column, or what 30 columns may take where there are fewer. Numbers stay below by themselves; of categories the rare ones give way, as in
/// <see cref="FrequentItems"/> with too many of them. Few profiles come near it: it takes dozens of columns with thousands of long values each.
/// </summary>
internal static class StorageBudget
{
    private const int BytesAColumn = 23_000;
    private const int LeastColumns = 30;

    // Where numbers alone use all of it.
    private const int LeastItemBytesAColumn = 4_000;

    // Hashes of four bits a register, compressed.
    private const int HashBytes = 6_600;
    private const int OtherBytes = 400;

    // A score with its two counts; a pair of classes without their names.
    private const int ScoreBytes = 8;
    private const int PairBytes = 6;

    /// <summary>Whether <see cref="Fit"/> would change it.</summary>
    public static bool IsOver(DatasetProfile profile) => IsOverAlone(profile) || profile.Segments.Values.Any(IsOverAlone);

    private static bool IsOverAlone(DatasetProfile profile)
    {
        List<FrequentItems> items = ItemsOf(profile);
        int allowed = AllowedFor(profile, items.Count);
        return items.Sum(kept => (long)kept.StoredSizeLimit) > allowed && items.Sum(kept => (long)kept.EstimateStoredSize()) > allowed;
    }

    /// <summary>Leaves out rare categories until the profile is small enough; nothing where it is. Fitting again changes nothing.</summary>
    public static void Fit(DatasetProfile profile)
    {
        foreach (DatasetProfile segment in profile.Segments.Values)
        {
            Fit(segment);
        }

        while (IsOverAlone(profile))
        {
            List<FrequentItems> items = ItemsOf(profile);
            int[] sizes = [.. items.Select(kept => kept.EstimateStoredSize())];
            int limit = LimitOf(sizes, AllowedFor(profile, items.Count));

            // Where rare categories are not kept, their number does not follow from those that are.
            foreach (ColumnProfile column in profile.InOrder)
            {
                _ = column.Distinct;
            }

            for (int i = 0; i < items.Count; i++)
            {
                if (sizes[i] > limit)
                {
                    items[i].Reduce((int)((long)items[i].ItemCount * limit / sizes[i] * 15 / 16));
                }
            }
        }
    }

    private static List<FrequentItems> ItemsOf(DatasetProfile profile) =>
        [.. profile.InOrder.Select(column => column.Items).OfType<FrequentItems>().Where(items => items.ItemCount > 0)];

    /// <summary>What the larger ones may take each, so that all take what is allowed.</summary>
    private static int LimitOf(IReadOnlyList<int> sizes, int allowed)
    {
        int left = allowed;
        int remaining = sizes.Count;
        foreach (int size in sizes.Order())
        {
            if ((long)size * remaining > left)
            {
                break;
            }

            left -= size;
            remaining--;
        }

        return left / Math.Max(1, remaining);
    }

    private static int AllowedFor(DatasetProfile profile, int itemColumns)
    {
        int features = profile.Features?.Names.Count ?? 0;
        int others = HashBytes + (profile.Outcome is { } outcome ? BytesOf(outcome) : 0) + (features * (features + 3) / 2 * sizeof(double));
        foreach (ColumnProfile column in profile.InOrder)
        {
            int hashes = column.Summaries.HasFlag(ColumnSummaries.Distinct) && !ImpliedSummaries.HasDistinct(column) ? HashBytes : 0;
            others += OtherBytes + hashes + ((column.Quantiles?.KeptCount ?? 0) * sizeof(double));
        }

        int budget = BytesAColumn * Math.Max(LeastColumns, profile.InOrder.Count);
        return Math.Max(budget - others, LeastItemBytesAColumn * itemColumns);
    }

    /// <summary>About what an outcome takes.</summary>
    private static int BytesOf(OutcomeProfile outcome)
    {
        long bytes = OtherBytes + outcome.PredictedClasses.Keys.Sum(name => (long)name.Length + PairBytes);
        bytes += ((long?)outcome.Binary?.Scores.KeptCount ?? 0) * ScoreBytes;
        if (outcome.Classes is { } classes)
        {
            bytes += classes.Confusion.Keys.Sum(pair => (long)pair.Label.Length + pair.Prediction.Length + PairBytes);
            bytes += classes.ScoresByClass.Sum(pair => pair.Key.Length + ((long)pair.Value.KeptCount * ScoreBytes));
        }

        if (outcome.Regression is { } regression)
        {
            bytes += ((long)regression.ErrorQuantiles.KeptCount + regression.AbsoluteErrorQuantiles.KeptCount + regression.LabelQuantiles.KeptCount) * sizeof(double);
        }

        return (int)Math.Min(bytes, int.MaxValue / 4);
    }
}
