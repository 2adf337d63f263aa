using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// Pearson's χ² test on the table of two samples by categories, without Yates' correction, k − 1 degrees. Drift is p at or below the threshold. A
/// category's contribution is what its two cells add to the statistic. The law is rough where cells expect fewer than five rows; a reason says so.
/// </summary>
internal sealed class ChiSquareMethod : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "chiSquare";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.Categorical, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.ExactWhileDomainFits)
    {
        Null = DriftNull.ChiSquareOnBins,
        Formula = "Σ (observed − expected)² ÷ expected of the 2×k table, k−1 degrees",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins);

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => SampleSizeGate.ForTable(level, pair.Bins, score.Value!.Value);

    internal static DriftScore Score(BinnedPair bins)
    {
        var table = new TwoRowTable(bins);
        (double statistic, double[] parts) = table.Pearson();
        return new DriftScore(statistic)
        {
            PValue = table.Cells < 2 ? 1 : Tails.ChiSquare(statistic, table.Cells - 1),
            Decomposition = bins.Explain(parts),
            Reason = table.Caveat,
        };
    }
}
