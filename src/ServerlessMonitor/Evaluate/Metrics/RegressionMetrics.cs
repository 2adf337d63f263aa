using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>Metrics of a model that predicts a number; e = prediction − label.</summary>
internal static class RegressionMetrics
{
    private static readonly double[] Quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>All of them.</summary>
    public static IEnumerable<IModelMetric> Create()
    {
        yield return Of("mae", MetricDirection.LowerIsBetter, o => MeanOf(o.AbsoluteError), NaiveRegression.MeanAbsoluteError);
        yield return Of("mse", MetricDirection.LowerIsBetter, o => SquareOf(o.SquaredError), o => o.Label.Variance);
        yield return Of("rmse", MetricDirection.LowerIsBetter, o => RootOf(SquareOf(o.SquaredError)), o => o.Label.StandardDeviation);
        yield return Of("mape", MetricDirection.LowerIsBetter, o => MeanOf(o.PercentageError), NaiveRegression.PercentageError);
        yield return Of("smape", MetricDirection.LowerIsBetter, o => MeanOf(o.SymmetricPercentageError), NaiveRegression.SymmetricPercentageError);
        yield return Of("wape", MetricDirection.LowerIsBetter, Wape, NaiveRegression.WeightedPercentageError);
        yield return Of("r2", MetricDirection.HigherIsBetter, o => o.Rows < 2 ? Estimate.Undefined("needs two labelled rows") : ExplainedShare.OfSquares(o), _ => 0);
        yield return Of("explainedVariance", MetricDirection.HigherIsBetter, ExplainedShare.OfVariance, _ => 0);
        yield return Of("meanError", MetricDirection.NearerZeroIsBetter, o => Estimate.Mean(o.Error), _ => 0);
        yield return Of("maxError", MetricDirection.LowerIsBetter, o => new Estimate(o.AbsoluteError.Max), o => Math.Max(o.Label.Max - o.Label.Mean, o.Label.Mean - o.Label.Min));
        yield return AbsoluteErrorQuantile("medianAbsoluteError", 0.5);
        yield return Of("rmsle", MetricDirection.LowerIsBetter, o => o.NegativeRows > 0
            ? Estimate.Undefined($"{o.NegativeRows} rows have a negative label or prediction")
            : RootOf(MeanOf(o.SquaredLogError)), NaiveRegression.RootSquaredLogError);
        yield return Pinball("pinball", 0.5);
        foreach (double p in Quantiles)
        {
            yield return ErrorQuantile(FormattableString.Invariant($"errorQuantile{p}"), p);
        }
    }

    /// <summary>The mean of max(a·(y − ŷ), (a − 1)·(y − ŷ)): what a prediction of the a-quantile is to make small.</summary>
    public static IModelMetric Pinball(string key, double a) => Of(key, MetricDirection.LowerIsBetter, o => PinballOf(o, a), o => NaiveRegression.Pinball(o, a));

    /// <summary>A quantile of e.</summary>
    public static IModelMetric ErrorQuantile(string key, double p) => Of(key, MetricDirection.NearerZeroIsBetter, o => QuantileMetric.Of(o.ErrorQuantiles, p, double.NegativeInfinity));

    /// <summary>A quantile of |e|.</summary>
    public static IModelMetric AbsoluteErrorQuantile(string key, double p) => Of(key, MetricDirection.LowerIsBetter, o => QuantileMetric.Of(o.AbsoluteErrorQuantiles, p, 0), o => NaiveRegression.AbsoluteErrorQuantile(o, p));

    private static Estimate MeanOf(Moments moments) => moments.Count == 0
        ? Estimate.Undefined("no labelled row has a finite figure")
        : Estimate.Mean(moments, 0);

    // Squares are ruled by their largest: a hundred are needed where thirty errors would do.
    private static Estimate SquareOf(Moments moments) => MeanOf(moments) with { Events = moments.Count / 10.0 };

    private static Estimate RootOf(Estimate square)
    {
        if (square.Value is not { } value)
        {
            return square;
        }

        double root = Math.Sqrt(value);
        return new Estimate(root)
        {
            Events = square.Events,
            StandardError = root > 0 ? square.StandardError / (2 * root) : square.StandardError,
            Lower = square.Lower is { } lower ? Math.Sqrt(lower) : null,
            Upper = square.Upper is { } upper ? Math.Sqrt(upper) : null,
            Interval = square.Interval is { } interval ? new MappedInterval(interval, Math.Sqrt, static x => x * x, 0, double.PositiveInfinity) : null,
        };
    }

    /// <summary>Σ|e| / Σ|y|: of two means, with their covariance; the interval is normal on the scale of the logarithm.</summary>
    private static Estimate Wape(RegressionOutcome outcome)
    {
        if (!(outcome.AbsoluteLabel.Sum > 0))
        {
            return Estimate.Undefined("every label is 0");
        }

        double value = outcome.AbsoluteError.Sum / outcome.AbsoluteLabel.Sum;
        if (!HasJoint(outcome) || !(value > 0))
        {
            return new Estimate(value);
        }

        double variance = outcome.AbsoluteError.Variance - (2 * value * outcome.Joint.AbsoluteErrorByAbsoluteLabel) + (value * value * outcome.AbsoluteLabel.Variance);
        return Estimate.Ratio(value, Math.Sqrt(Math.Max(0, variance) / outcome.Rows) / outcome.AbsoluteError.Mean);
    }

    /// <summary>|e| / 2 − (a − ½)·e, row by row.</summary>
    private static Estimate PinballOf(RegressionOutcome outcome, double a)
    {
        if (outcome.AbsoluteError.Count == 0)
        {
            return Estimate.Undefined("no labelled row has a finite figure");
        }

        double value = Math.Max(0, (outcome.AbsoluteError.Mean / 2) - ((a - 0.5) * outcome.Error.Mean));
        if (a == 0.5 || !HasJoint(outcome))
        {
            return a == 0.5 ? MeanOf(outcome.AbsoluteError).Times(0.5) : new Estimate(value);
        }

        double weight = a - 0.5;
        double variance = (outcome.AbsoluteError.Variance / 4) - (weight * outcome.Joint.AbsoluteErrorByError) + (weight * weight * outcome.Error.Variance);
        return Estimate.Mean(value, Math.Sqrt(Math.Max(0, variance) * outcome.Rows / Math.Max(1, outcome.Rows - 1)), outcome.Rows, 0, double.PositiveInfinity);
    }

    private static bool HasJoint(RegressionOutcome outcome) => outcome.Rows > 1 && outcome.Joint.Count == outcome.Rows && outcome.Error.Count == outcome.Rows;

    private static ModelMetric<RegressionOutcome> Of(
        string key, MetricDirection direction, Func<RegressionOutcome, Estimate> measure, Func<RegressionOutcome, double?>? naive = null) =>
        new(key, direction, subject => subject.Outcome.Regression, measure) { Naive = naive };
}
