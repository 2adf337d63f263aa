using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The share of the window's values whose category the baseline does not have, 0 to 1, and the p-value of the z-test against none. A full counter of the
/// baseline may have missed a category: those count as known. A category's contribution is its share.
/// </summary>
internal sealed class NewCategoryShareMethod : IDriftMethod
{
    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "newCategoryShare", DriftMethodDescriptor.Categorical, 0.01, DriftDirection.ScoreAtLeast, true, ProfileAccuracy.ExactWhileDomainFits)
    {
        Null = DriftNull.OwnLaw,
        Formula = "share of the window in categories that the baseline lacks",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        BinnedPair bins = pair.Bins;
        double[] parts = new double[bins.Size];
        for (int i = 0; i < parts.Length; i++)
        {
            bool isNew = bins.Baseline[i] == 0 && !string.Equals(bins.Labels[i], CategoryBinning.OtherLabel, StringComparison.Ordinal);
            parts[i] = isNew ? bins.CurrentShare(i) : 0;
        }

        double share = parts.Sum();
        return ShareChange.Score(share, (0, bins.EffectiveBaseline), (share, bins.EffectiveCurrent)) with { Decomposition = bins.Explain(parts) };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        BinnedPair bins = pair.Bins;
        double n = bins.EffectiveBaseline;
        double m = bins.EffectiveCurrent;
        double w = m / (n + m);
        (double Rows, int Categories)[] categories = [.. Enumerable.Range(0, bins.Size)
            .Select(i => (n * bins.BaselineShare(i)) + (m * bins.CurrentShare(i)))
            .Where(rows => rows > 0)
            .GroupBy(rows => rows)
            .Select(group => (group.Key, group.Count()))];
        return ShareChange.Unseen(
            score.Value!.Value,
            m,
            UnseenLaw.MeanOfUnseen(categories, w) / m,
            Math.Min(1, UnseenLaw.MostUnseen(level, categories, w) / m),
            UnseenLaw.Unseen(score.Value.Value * m, categories, w));
    }
}
