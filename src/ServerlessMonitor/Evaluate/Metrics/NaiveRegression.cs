using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>
/// What a model does that always predicts one number: the mean of the window's labels, or, where the metric is of absolute errors, their median (for pinball loss their quantile). From the
/// sketch of the labels, so with its rank error where there are many; null where not all labels are in it.
/// </summary>
internal static class NaiveRegression
{
    /// <summary>The mean of |y − median|.</summary>
    public static double? MeanAbsoluteError(RegressionOutcome outcome) => Mean(outcome, LabelQuantile(outcome, 0.5), static (label, constant) => Math.Abs(label - constant));

    /// <summary>A quantile of |y − median|.</summary>
    public static double? AbsoluteErrorQuantile(RegressionOutcome outcome, double p)
    {
        if (!IsKnown(outcome))
        {
            return null;
        }

        double median = outcome.LabelQuantiles.Quantile(0.5);
        double passed = 0;
        foreach ((double error, long rows) in outcome.LabelQuantiles.WeightedValues().Select(item => (Math.Abs(item.Value - median), item.Weight)).OrderBy(item => item.Item1))
        {
            passed += rows;
            if (passed >= p * outcome.Rows)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>The mean of |y − median| ÷ the mean of |y|.</summary>
    public static double? WeightedPercentageError(RegressionOutcome outcome) => MeanAbsoluteError(outcome) / outcome.AbsoluteLabel.Mean;

    /// <summary>The mean of |ȳ − y| / max(|y|, ε).</summary>
    public static double? PercentageError(RegressionOutcome outcome) =>
        Mean(outcome, outcome.Label.Mean, static (label, constant) => Math.Abs(constant - label) / Math.Max(Math.Abs(label), BinaryOutcome.Epsilon));

    /// <summary>The mean of 2|ȳ − y| / (|y| + |ȳ|).</summary>
    public static double? SymmetricPercentageError(RegressionOutcome outcome) =>
        Mean(outcome, outcome.Label.Mean, static (label, constant) => label == constant ? 0 : 2 * Math.Abs(constant - label) / (Math.Abs(label) + Math.Abs(constant)));

    /// <summary>The root of the mean of (ln(1 + ȳ) − ln(1 + y))².</summary>
    public static double? RootSquaredLogError(RegressionOutcome outcome) => !(outcome.Label.Min >= 0) ? null
        : Mean(outcome, outcome.Label.Mean, static (label, constant) => Math.Pow(double.LogP1(constant) - double.LogP1(label), 2)) is { } square ? Math.Sqrt(square) : null;

    /// <summary>The pinball loss of the labels' own quantile.</summary>
    public static double? Pinball(RegressionOutcome outcome, double a) =>
        Mean(outcome, LabelQuantile(outcome, a), (label, constant) => Math.Max(a * (label - constant), (a - 1) * (label - constant)));

    private static bool IsKnown(RegressionOutcome outcome) => outcome.Rows > 0 && outcome.LabelQuantiles.Count == outcome.Rows;

    private static double LabelQuantile(RegressionOutcome outcome, double p) => IsKnown(outcome) ? outcome.LabelQuantiles.Quantile(p) : double.NaN;

    private static double? Mean(RegressionOutcome outcome, double constant, Func<double, double, double> loss)
    {
        if (!IsKnown(outcome))
        {
            return null;
        }

        double sum = 0;
        foreach (WeightedValue item in outcome.LabelQuantiles.WeightedValues())
        {
            sum += item.Weight * loss(item.Value, constant);
        }

        return sum / outcome.Rows;
    }
}
