using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// Pearson's χ² test on the table of two samples by categories, without Yates' correction, k − 1 degrees. Drift is p at or below the threshold. A
/// category's contribution is what its two cells add to the statistic. The law is rough where cells expect fewer than five rows; a reason says so.
/// </summary>
internal sealed class ChiSquareMethod : IDriftMethod
{
    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "chiSquare", [ColumnKind.Categorical, ColumnKind.Boolean], 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.ExactWhileDomainFits);

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins);

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score)
    {
        int degrees = Math.Max(1, Cells(pair.Bins) - 1);
        // Two samples without a category in common give the largest statistic there is: all rows.
        double largest = pair.Bins.EffectiveBaseline + pair.Bins.EffectiveCurrent;
        return SampleSizeGate.ForPValue(score.Value!.Value, SampleSizeGate.ChiSquareQuantile(degrees), SampleSizeGate.ChiSquareTail(largest, degrees));
    }

    internal static DriftScore Score(BinnedPair bins)
    {
        double n = bins.EffectiveBaseline;
        double m = bins.EffectiveCurrent;
        double[] parts = new double[bins.Size];
        double statistic = 0;
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < parts.Length; i++)
        {
            double a = bins.BaselineShare(i) * n;
            double b = bins.CurrentShare(i) * m;
            double expectedA = (a + b) * n / (n + m);
            double expectedB = (a + b) * m / (n + m);
            if (a + b > 0)
            {
                parts[i] = ((a - expectedA) * (a - expectedA) / expectedA) + ((b - expectedB) * (b - expectedB) / expectedB);
                statistic += parts[i];
                smallest = Math.Min(smallest, Math.Min(expectedA, expectedB));
            }
        }

        int cells = Cells(bins);
        return new DriftScore(statistic)
        {
            PValue = cells < 2 ? 1 : SampleSizeGate.ChiSquareTail(statistic, cells - 1),
            Decomposition = bins.Explain(parts),
            Reason = smallest < 5 ? "some categories expect fewer than 5 rows: the p-value is rough" : null,
        };
    }

    private static int Cells(BinnedPair bins)
    {
        int cells = 0;
        for (int i = 0; i < bins.Size; i++)
        {
            cells += bins.Baseline[i] + bins.Current[i] > 0 ? 1 : 0;
        }

        return cells;
    }
}
