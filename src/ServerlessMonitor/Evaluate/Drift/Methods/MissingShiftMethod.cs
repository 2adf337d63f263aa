using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The change of the share of cells without a usable value (missing, NaN, infinite, not of the column's kind), window less baseline, −1 to 1, and the p-value
/// of the z-test. Exact from profiles.
/// </summary>
internal sealed class MissingShiftMethod : IDriftMethod
{
    private static readonly string[] Labels = ["present", NumericBinning.MissingLabel];

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "missingShift", DriftMethodDescriptor.All, 0.05, DriftDirection.MagnitudeAtLeast, true, ProfileAccuracy.Exact)
    {
        Null = DriftNull.OwnLaw,
        Formula = "missing share of the window − missing share of the baseline",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        (double Share, double Rows) before = Share(pair.Missing.Baseline, pair.Present.Baseline);
        (double Share, double Rows) after = Share(pair.Missing.Current, pair.Present.Current);
        double change = after.Share - before.Share;
        return ShareChange.Score(change, before, after) with
        {
            Decomposition = change == 0 ? [] : [new DriftContribution(NumericBinning.MissingLabel, before.Share, after.Share, change)],
        };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => ShareChange.Chance(
        level, score, Share(pair.Missing.Baseline, pair.Present.Baseline), Share(pair.Missing.Current, pair.Present.Current), pair.Overdispersion);

    /// <inheritdoc/>
    public BinnedPair DependenceBins(DriftPair pair) => new(
        Labels, [pair.Present.Baseline, pair.Missing.Baseline], [pair.Present.Current, pair.Missing.Current]);

    private static (double Share, double Rows) Share(long missing, long present) => ((double)missing / (missing + present), missing + present);
}
