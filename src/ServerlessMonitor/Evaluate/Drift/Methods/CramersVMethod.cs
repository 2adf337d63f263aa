using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// Cramér's V between sample and category, 0 to 1, with Bergsma's correction (2013) for what chance gives, and the p-value of χ². Unlike the p-value it is a
/// size. A category's contribution is V times its share of χ².
/// </summary>
internal sealed class CramersVMethod : IDriftMethod
{
    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "cramersV", DriftMethodDescriptor.Categorical, 0.1, DriftDirection.ScoreAtLeast, true, ProfileAccuracy.ExactWhileDomainFits)
    {
        Null = DriftNull.ChiSquareOnBins,
        Formula = "√(max(0, χ²/N − (k−1)/(N−1)) ÷ (min(r̃, k̃) − 1)), r̃ and k̃ corrected alike",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        var table = new TwoRowTable(pair.Bins);
        if (table.Cells < 2)
        {
            return new DriftScore(null) { Reason = "both sides have one and the same category" };
        }

        (double statistic, double[] parts) = table.Pearson();
        double rows = table.BaselineRows + table.CurrentRows;
        double categories = Corrected(table.Cells, rows);
        double samples = Corrected(2, rows);
        double squared = Math.Max(0, (statistic / rows) - ((table.Cells - 1) / (rows - 1)));
        double v = Math.Sqrt(squared / (Math.Min(categories, samples) - 1));
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] *= statistic > 0 ? v / statistic : 0;
        }

        return double.IsFinite(v)
            ? new DriftScore(v) { PValue = Tails.ChiSquare(statistic, table.Cells - 1), Decomposition = pair.Bins.Explain(parts), Reason = table.Caveat }
            : new DriftScore(null) { Reason = "too few rows" };
    }

    /// <inheritdoc/>
    // The score is corrected already; its evidence is that of χ².
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        double n = pair.Bins.EffectiveBaseline;
        double m = pair.Bins.EffectiveCurrent;
        double weight = n * m / ((n + m) * (n + m));
        DriftChance chance = SampleSizeGate.ForBins(
            level, pair.Bins, score.Value!.Value, value => value * value / weight, sum => Math.Min(1, Math.Sqrt(sum * weight)), 1 / weight);
        return chance with { Corrected = score.Value.Value };
    }

    private static double Corrected(double side, double rows) => side - ((side - 1) * (side - 1) / (rows - 1));
}
