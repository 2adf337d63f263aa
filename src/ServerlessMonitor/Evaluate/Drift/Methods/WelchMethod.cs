using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The t-test on the means, by default without the assumption of equal variances (Welch 1947): t of baseline less window and its two-sided p-value. Exact from
/// profiles. A bin's contribution is its part of t.
/// </summary>
/// <param name="equalVariances">Whether it is Student's, with pooled variance, as Evidently has it.</param>
internal sealed class WelchMethod(bool equalVariances = false) : IDriftMethod
{
    /// <summary>The method's key.</summary>
    public const string Key = "tTest";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.Numeric, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.Exact)
    {
        Null = DriftNull.OwnLaw,
        Formula = "(mean of the baseline − mean of the window) ÷ √(s²/n + s²/m), Welch's degrees",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        if (NoNumbers.Undefined(pair) is { } undefined)
        {
            return undefined;
        }

        (double error, double degrees, string? reason) = Error(pair.Baseline, pair.Current);
        if (reason is not null)
        {
            return new DriftScore(null) { Reason = reason };
        }

        double t = (pair.Baseline.Mean - pair.Current.Mean) / error;
        return new DriftScore(t) { PValue = Tails.StudentTwoSided(t, degrees), Decomposition = new PooledCounts(pair).ExplainMeans(-error) };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        (_, double degrees, _) = Error(pair.Baseline, pair.Current);
        double bound = MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, degrees, 1 - (level / 2));
        return SampleSizeGate.ForPValue(score, bound, 0) with { PValue = Evidence(pair, score) };
    }

    /// <summary>The larger of Welch's p-value and that of the law of the means of such values: a change must be beyond both.</summary>
    internal static double Evidence(DriftPair pair, DriftScore score) => score.PValue is { } p
        ? Math.Max(p, MeanLaw.TwoSided(
            pair.Baseline, pair.Current, pair.Baseline.Count / pair.Overdispersion, pair.Current.Count / pair.Overdispersion))
        : 1;

    /// <summary>The standard error of the difference of the means, the degrees of its t, and why there is none.</summary>
    internal (double Error, double Degrees, string? Reason) Error(NumericSample baseline, NumericSample current)
    {
        double n = baseline.Count;
        double m = current.Count;
        if (n < 2 || m < 2)
        {
            return (double.NaN, double.NaN, "one side has fewer than two numbers");
        }

        double squaresN = n * baseline.StandardDeviation * baseline.StandardDeviation;
        double squaresM = m * current.StandardDeviation * current.StandardDeviation;
        if (!double.IsFinite(squaresN + squaresM))
        {
            return (double.NaN, double.NaN, "the variance is too large for a number");
        }

        if (squaresN + squaresM <= 0)
        {
            return (double.NaN, double.NaN, "both sides are constant");
        }

        if (equalVariances)
        {
            double degrees = n + m - 2;
            return (Math.Sqrt((squaresN + squaresM) / degrees * ((1 / n) + (1 / m))), degrees, null);
        }

        double left = squaresN / (n - 1) / n;
        double right = squaresM / (m - 1) / m;
        double sum = left + right;
        if (sum <= 0)
        {
            return (double.NaN, double.NaN, "the variance is too small for a number");
        }

        // Shares first: squares of small variances would underflow.
        double shareLeft = left / sum;
        double shareRight = right / sum;
        return (Math.Sqrt(sum), 1 / ((shareLeft * shareLeft / (n - 1)) + (shareRight * shareRight / (m - 1))), null);
    }
}
