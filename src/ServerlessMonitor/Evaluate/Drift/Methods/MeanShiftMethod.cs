using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The change of the mean in units of the baseline's population standard deviation, taken as at least 0.001; positive where the window's mean is larger. The
/// p-value is Welch's. Exact from profiles. A bin's contribution is its part of the change.
/// </summary>
internal sealed class MeanShiftMethod : IDriftMethod
{
    private static readonly WelchMethod Welch = new();

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "meanShift", DriftMethodDescriptor.Numeric, 0.1, DriftDirection.MagnitudeAtLeast, true, ProfileAccuracy.Exact)
    {
        Null = DriftNull.OwnLaw,
        Formula = "(mean of the window − mean of the baseline) ÷ the baseline's standard deviation, at least 0.001",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        if (NoNumbers.Undefined(pair) is { } undefined)
        {
            return undefined;
        }

        (double error, double degrees, string? reason) = Welch.Error(pair.Baseline, pair.Current);
        double change = pair.Current.Mean - pair.Baseline.Mean;
        double? p = reason is null ? Tails.StudentTwoSided(change / error, degrees) : null;
        return new DriftScore(change / pair.Baseline.Scale)
        {
            PValue = p,
            Decomposition = new PooledCounts(pair).ExplainMeans(pair.Baseline.Scale),
            Reason = reason is null ? null : $"no p-value: {reason}",
        };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        (double error, _, string? reason) = Welch.Error(pair.Baseline, pair.Current);
        if (reason is not null)
        {
            // Two constants differ beyond chance where they differ at all, given more than a row or two.
            bool known = Math.Min(pair.Baseline.Count, pair.Current.Count) >= 10;
            return new DriftChance(Math.Abs(score.Value!.Value), known ? 0 : double.PositiveInfinity, known && score.Value != 0 ? 0 : 1);
        }

        return SampleSizeGate.ForNormal(
            level, score.Value!.Value, error * Math.Sqrt(pair.Overdispersion) / pair.Baseline.Scale, WelchMethod.Evidence(pair, score));
    }
}
