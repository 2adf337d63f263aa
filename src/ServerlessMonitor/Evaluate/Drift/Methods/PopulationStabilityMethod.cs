using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The population stability index Σ(p−q)·ln(p/q), with shares taken as at least 0.0001 and not renormalised. Usual reading: below 0.1 stable, above 0.2
/// a marked change (Siddiqi 2006).
/// </summary>
internal sealed class PopulationStabilityMethod : IDriftMethod
{
    private const double Floor = 1e-4;

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "psi", [ColumnKind.Numeric, ColumnKind.Categorical, ColumnKind.Boolean], 0.2, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError);

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins);

    /// <inheritdoc/>
    // Near no change the index is Σ(p−q)²/p̄; a cell that is empty on one side can add its share times a logarithm, which the floor ends near ln(p̄/Floor).
    public DriftChance Chance(DriftPair pair, DriftScore score) => SampleSizeGate.ForBins(pair.Bins, score.Value!.Value, value => value, sum => sum, double.PositiveInfinity);

    internal static DriftScore Score(BinnedPair bins)
    {
        double[] parts = new double[bins.Size];
        double sum = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double p = Math.Max(bins.BaselineShare(i), Floor);
            double q = Math.Max(bins.CurrentShare(i), Floor);
            parts[i] = (q - p) * Math.Log(q / p);
            sum += parts[i];
        }

        return new DriftScore(sum) { Decomposition = bins.Explain(parts) };
    }
}
