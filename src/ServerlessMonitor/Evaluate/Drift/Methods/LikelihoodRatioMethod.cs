using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The G-test on the table of two samples by categories, 2·ΣO·ln(O/E), without Yates' correction, k − 1 degrees. A category's contribution is what its two
/// cells add to the statistic.
/// </summary>
internal sealed class LikelihoodRatioMethod : IDriftMethod
{
    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "gTest", DriftMethodDescriptor.Categorical, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.ExactWhileDomainFits)
    {
        Null = DriftNull.ChiSquareOnBins,
        Formula = "2·Σ observed·ln(observed ÷ expected) of the 2×k table, k−1 degrees",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        var table = new TwoRowTable(pair.Bins);
        (double statistic, double[] parts) = table.LikelihoodRatio();
        return new DriftScore(Math.Max(0, statistic))
        {
            PValue = table.Cells < 2 ? 1 : Tails.ChiSquare(statistic, table.Cells - 1),
            Decomposition = pair.Bins.Explain(parts),
            Reason = table.Caveat,
        };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => SampleSizeGate.ForTable(level, pair.Bins, score.Value!.Value);
}
