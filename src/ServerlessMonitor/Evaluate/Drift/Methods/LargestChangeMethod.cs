using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>The L∞ distance max|p − q|, 0 to 1. The first bin of the decomposition is the one whose share changed most.</summary>
internal sealed class LargestChangeMethod : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "lInfinity";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.All, 0.1, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError)
    {
        Null = DriftNull.OwnLaw,
        Formula = "max |p−q|, with the bin that has it",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair) => Score(pair.Bins);

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => SampleSizeGate.ForLargestCell(level, pair.Bins, score.Value!.Value);

    internal static DriftScore Score(BinnedPair bins)
    {
        double[] parts = new double[bins.Size];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Math.Abs(bins.BaselineShare(i) - bins.CurrentShare(i));
        }

        return new DriftScore(parts.Length == 0 ? 0 : parts.Max()) { Decomposition = bins.Explain(parts) };
    }
}
