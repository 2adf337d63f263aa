namespace ServerlessMonitor.Evaluate.Drift.Binning;

/// <summary>One bin for each category of either side; missing cells are left out.</summary>
internal static class CategoryBinning
{
    /// <summary>The bin for categories that a full counter does not tell apart.</summary>
    public const string OtherLabel = "(other)";

    // A full counter's counts are too low by up to its error; of larger ones that is little.
    private const double ErrorsOfBin = 8;

    // With fewer rows, chance would decide which categories have a bin, and those would be the ones it made too large.
    private const double LeastRows = 40;

    // A category that only the other side has: so many rows are no chance.
    private const double RowsBeyondChance = 20;

    /// <summary>
    /// Categories in ordinal order, with all of them while both counters hold all. Where a counter is full, a category has a bin if its share there is well beyond the counter's error, or if
    /// it is far more frequent on the other side; all the rest is one bin. Which ones have a bin must not follow from the rows of a small side: categories that happen to be in it would be
    /// compared with themselves, and the rest with nothing.
    /// </summary>
    /// <param name="baseline">One side.</param>
    /// <param name="current">The other.</param>
    /// <param name="overdispersion">How many rows carry as much as one independent row: so many more are no chance.</param>
    public static BinnedPair Bin(CategorySample baseline, CategorySample current, double overdispersion = 1)
    {
        double floorBefore = Floor(baseline, overdispersion);
        double floorNow = Floor(current, overdispersion);
        bool byBaseline = floorBefore >= floorNow;
        double floor = Math.Max(floorBefore, floorNow);
        (double full, double other) = byBaseline ? (baseline.Count, current.Count) : (current.Count, baseline.Count);
        ReadOnlySpan<string> left = baseline.Names;
        ReadOnlySpan<string> right = current.Names;
        var labels = new List<string>(left.Length + 1);
        var before = new List<double>(left.Length + 1);
        var after = new List<double>(left.Length + 1);
        int i = 0;
        int j = 0;
        while (i < left.Length || j < right.Length)
        {
            int order = i == left.Length ? 1 : j == right.Length ? -1 : string.CompareOrdinal(left[i], right[j]);
            string category = order <= 0 ? left[i] : right[j];
            double old = order <= 0 ? Rows(baseline, i++) : 0;
            double now = order >= 0 ? Rows(current, j++) : 0;
            (double there, double here) = byBaseline ? (old, now) : (now, old);
            if (floor == 0 || there >= floor * full || here > (2 * floor * other) + (RowsBeyondChance * overdispersion))
            {
                labels.Add(category);
                before.Add(old);
                after.Add(now);
            }
        }

        double otherBefore = Math.Max(0, baseline.Count - before.Sum());
        double otherAfter = Math.Max(0, current.Count - after.Sum());
        if (otherBefore + otherAfter > 0)
        {
            labels.Add(OtherLabel);
            before.Add(otherBefore);
            after.Add(otherAfter);
        }

        return new BinnedPair(labels, [.. before], [.. after])
        {
            EffectiveBaseline = baseline.EffectiveCount,
            EffectiveCurrent = current.EffectiveCount,
            PooledShare = Math.Max(otherBefore / Math.Max(1, baseline.Count), otherAfter / Math.Max(1, current.Count)),
        };
    }

    /// <summary>The smallest share that has a bin; 0 where the counter holds every category.</summary>
    private static double Floor(CategorySample sample, double overdispersion) =>
        sample.CountError == 0 ? 0 : Math.Max(ErrorsOfBin * sample.CountError, LeastRows * overdispersion) / Math.Max(1, sample.Count);

    /// <summary>A frequent category was there whenever the counter took from all of them: it lost all that is its error.</summary>
    private static double Rows(CategorySample sample, int index) => sample.Counts[index] > 0 ? sample.Counts[index] + sample.CountError : 0;
}
