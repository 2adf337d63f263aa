namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The energy distance √(2∫(F−G)²), in the root of the column's unit, as scipy has it (Székely and Rizzo 2013). A bin's contribution is the distance times its
/// share of the integral. Missing cells take no part.
/// </summary>
internal sealed class EnergyDistanceMethod : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "energyDistance";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.Numeric, 0.1, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError)
    {
        Null = DriftNull.Resampling,
        Formula = "√(2·∫ (F−G)²), in the root of the column's unit",
        Unit = DriftUnit.RootOfColumn,
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        if (NoNumbers.Undefined(pair) is { } undefined)
        {
            return undefined;
        }

        (double sum, IReadOnlyList<DriftContribution> parts) = EmpiricalGap.Integral(
            pair, static (f, g) => (f - g) * (f - g), static sum => sum > 0 ? Math.Sqrt(2 / sum) : 0);
        return new DriftScore(Math.Sqrt(2 * sum)) { Decomposition = parts };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) => SampleSizeGate.ForEnergy(level, pair, score.Value!.Value);
}
