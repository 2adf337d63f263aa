using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The population stability index Σ(p−q)·ln(p/q), with shares taken as at least 0.0001 and not renormalised. Usual reading: below 0.1 stable, above 0.2
/// a marked change (Siddiqi 2006).
/// </summary>
/// <param name="filled">Whether only zero shares are replaced, as Evidently does.</param>
internal sealed class PopulationStabilityMethod(bool filled = false) : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "psi";

    private const double Floor = 1e-4;

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.All, 0.2, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError)
    {
        Null = DriftNull.ChiSquareOnBins,
        IsSquare = true,
        Formula = "Σ (p−q)·ln(p/q), shares at least 0.0001",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins, filled);

    /// <inheritdoc/>
    // Near no change the index is Σ(p−q)²/p̄; a cell that is empty on one side can add its share times a logarithm, which the floor ends near ln(p̄/Floor).
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => SampleSizeGate.ForBins(level, pair.Bins, score.Value!.Value, value => value, sum => sum, double.PositiveInfinity, isSquare: true);

    internal static DriftScore Score(BinnedPair bins, bool filled = false)
    {
        double[] before = filled ? ZeroFill.Fill(bins.Baseline) : [.. Enumerable.Range(0, bins.Size).Select(i => Math.Max(bins.BaselineShare(i), Floor))];
        double[] after = filled ? ZeroFill.Fill(bins.Current) : [.. Enumerable.Range(0, bins.Size).Select(i => Math.Max(bins.CurrentShare(i), Floor))];
        double[] parts = new double[bins.Size];
        double sum = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = (after[i] - before[i]) * Math.Log(after[i] / before[i]);
            sum += parts[i];
        }

        return new DriftScore(sum) { Decomposition = bins.Explain(parts) };
    }
}
