using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;
using ServerlessMonitor.Evaluate.Drift.Methods;

namespace ServerlessMonitor.Evaluate.Drift.Presets;

/// <summary>
/// Evidently's χ²: a test of fit that takes the baseline's shares for known. It is sure of change where a category is new, and finds change too often where
/// the baseline is small, because the baseline's own chance is left out; <see cref="ChiSquareMethod"/> is the test of two samples. A new category makes the statistic infinite: then there is a p-value of 0 and
/// the value is the largest number.
/// </summary>
internal sealed class GoodnessOfFitMethod : IDriftMethod
{
    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        ChiSquareMethod.Key, DriftMethodDescriptor.All, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.ExactWhileDomainFits)
    {
        Null = DriftNull.ChiSquareOnBins,
        Formula = "Σ (m·q − m·p)² ÷ (m·p), k−1 degrees",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        BinnedPair bins = pair.Bins;
        if (bins.Size < 2)
        {
            return new DriftScore(0) { PValue = 1, Reason = "both sides have one and the same category" };
        }

        double rows = bins.EffectiveCurrent;
        double[] parts = new double[bins.Size];
        bool isNew = false;
        for (int i = 0; i < parts.Length; i++)
        {
            double gap = bins.CurrentShare(i) - bins.BaselineShare(i);
            isNew |= bins.Baseline[i] == 0 && bins.Current[i] > 0;
            parts[i] = bins.Baseline[i] > 0 ? rows * gap * gap / bins.BaselineShare(i) : 0;
        }

        double statistic = parts.Sum();
        return isNew
            ? new DriftScore(double.MaxValue) { PValue = 0, Decomposition = bins.Explain(NewFirst(bins, parts)), Reason = "a new category makes the statistic infinite" }
            : new DriftScore(statistic) { PValue = Tails.ChiSquare(statistic, bins.Size - 1), Decomposition = bins.Explain(parts) };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => SampleSizeGate.ForTable(level, pair.Bins, score.Value!.Value);

    private static double[] NewFirst(BinnedPair bins, double[] parts) =>
        [.. parts.Select((part, i) => bins.Baseline[i] == 0 && bins.Current[i] > 0 ? double.MaxValue : part)];
}
