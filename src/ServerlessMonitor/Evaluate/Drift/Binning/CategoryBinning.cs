namespace ServerlessMonitor.Evaluate.Drift.Binning;

/// <summary>One bin for each category of either side; missing cells are left out.</summary>
internal static class CategoryBinning
{
    /// <summary>The bin for categories that a full counter does not tell apart.</summary>
    public const string OtherLabel = "(other)";

    /// <summary>
    /// Categories in ordinal order. Where a counter is full, a category that only one side knows has a bin only if the other side cannot have
    /// missed it by its error; all the rest is one bin.
    /// </summary>
    public static BinnedPair Bin(CategorySample baseline, CategorySample current)
    {
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
            long old = order <= 0 ? baseline.Counts[i++] : 0;
            long now = order >= 0 ? current.Counts[j++] : 0;
            if ((order > 0 && !Stands(now, current, baseline)) || (order < 0 && !Stands(old, baseline, current)))
            {
                continue;
            }

            labels.Add(category);
            before.Add(old);
            after.Add(now);
        }

        double otherBefore = Math.Max(0, baseline.Count - before.Sum());
        double otherAfter = Math.Max(0, current.Count - after.Sum());
        if (otherBefore + otherAfter > 0)
        {
            labels.Add(OtherLabel);
            before.Add(otherBefore);
            after.Add(otherAfter);
        }

        return new BinnedPair(labels, [.. before], [.. after]) { EffectiveBaseline = baseline.EffectiveCount, EffectiveCurrent = current.EffectiveCount };
    }

    // Its share must exceed what the side that does not list it may have lost.
    private static bool Stands(long count, CategorySample known, CategorySample other) =>
        other.CountError == 0 || (double)count / known.Count > 2.0 * other.CountError / Math.Max(1, other.Count);
}
