namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The earth mover's distance ∫|F−G| in units of the baseline's population standard deviation, taken as at least 0.001. One far value weighs as much as
/// its distance. A bin's contribution is the part of the integral over its range, so that contributions add up to the score. Missing cells take no part.
/// </summary>
/// <param name="raw">Whether it stays in the column's unit.</param>
internal sealed class WassersteinMethod(bool raw = false) : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "wasserstein";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        raw ? "wassersteinRaw" : Key, DriftMethodDescriptor.Numeric, 0.1, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError)
    {
        Null = DriftNull.Resampling,
        Formula = raw ? "∫ |F−G|, in the column's unit" : "∫ |F−G| ÷ the baseline's standard deviation, at least 0.001",
        Unit = raw ? DriftUnit.Column : DriftUnit.None,
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        if (NoNumbers.Undefined(pair) is { } undefined)
        {
            return undefined;
        }

        double scale = Scale(pair);
        (double sum, IReadOnlyList<DriftContribution> parts) = EmpiricalGap.Integral(pair, static (f, g) => Math.Abs(f - g), _ => 1 / scale);
        return new DriftScore(sum / scale) { Decomposition = parts };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) =>
        SampleSizeGate.ForEarthMover(level, pair.Baseline, pair.Current, score.Value!.Value, Scale(pair));

    private double Scale(DriftPair pair) => raw ? 1 : pair.Baseline.Scale;
}
