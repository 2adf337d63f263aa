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
        yield return Of("mae", MetricDirection.LowerIsBetter, o => MeanOf(o.AbsoluteError));
        yield return Of("mse", MetricDirection.LowerIsBetter, o => MeanOf(o.SquaredError), o => o.Label.Variance);
        yield return Of("rmse", MetricDirection.LowerIsBetter, o => RootOf(MeanOf(o.SquaredError)), o => o.Label.StandardDeviation);
        yield return Of("mape", MetricDirection.LowerIsBetter, o => MeanOf(o.PercentageError));
        yield return Of("smape", MetricDirection.LowerIsBetter, o => MeanOf(o.SymmetricPercentageError));
        yield return Of("wape", MetricDirection.LowerIsBetter, Wape);
        yield return Of("r2", MetricDirection.HigherIsBetter, o => o.Rows < 2 ? Estimate.Undefined("needs two labelled rows") : Explained(o, o.SquaredError.Sum), _ => 0);
        yield return Of("explainedVariance", MetricDirection.HigherIsBetter, o => Explained(o, o.Error.Variance * o.Error.Count), _ => 0);
        yield return Of("meanError", MetricDirection.NearerZeroIsBetter, o => Estimate.Mean(o.Error.Mean, o.Error.SampleStandardDeviation, o.Error.Count), _ => 0);
        yield return Of("maxError", MetricDirection.LowerIsBetter, o => new Estimate(o.AbsoluteError.Max), o => Math.Max(o.Label.Max - o.Label.Mean, o.Label.Mean - o.Label.Min));
        yield return Of("medianAbsoluteError", MetricDirection.LowerIsBetter, o => QuantileMetric.Of(o.AbsoluteErrorQuantiles, 0.5));
        yield return Of("rmsle", MetricDirection.LowerIsBetter, o => o.NegativeRows > 0
            ? Estimate.Undefined($"{o.NegativeRows} rows have a negative label or prediction")
            : RootOf(MeanOf(o.SquaredLogError)));
        yield return Pinball("pinball", 0.5);
        foreach (double p in Quantiles)
        {
            yield return ErrorQuantile(FormattableString.Invariant($"errorQuantile{p}"), p);
        }
    }

    /// <summary>The mean of max(a·(y − ŷ), (a − 1)·(y − ŷ)): what a prediction of the a-quantile is to make small.</summary>
    public static IModelMetric Pinball(string key, double a) => Of(key, MetricDirection.LowerIsBetter, o => PinballOf(o, a));

    /// <summary>A quantile of e.</summary>
    public static IModelMetric ErrorQuantile(string key, double p) => Of(key, MetricDirection.NearerZeroIsBetter, o => QuantileMetric.Of(o.ErrorQuantiles, p));

    /// <summary>A quantile of |e|.</summary>
    public static IModelMetric AbsoluteErrorQuantile(string key, double p) => Of(key, MetricDirection.LowerIsBetter, o => QuantileMetric.Of(o.AbsoluteErrorQuantiles, p));

    private static Estimate MeanOf(Moments moments) => moments.Count == 0
        ? Estimate.Undefined("no labelled row has a finite figure")
        : Estimate.Mean(moments.Mean, moments.SampleStandardDeviation, moments.Count, 0);

    private static Estimate RootOf(Estimate square)
    {
        if (square.Value is not { } value)
        {
            return square;
        }

        double root = Math.Sqrt(value);
        return new Estimate(root)
        {
            StandardError = root > 0 ? square.StandardError / (2 * root) : square.StandardError,
            Lower = square.Lower is { } lower ? Math.Sqrt(lower) : null,
            Upper = square.Upper is { } upper ? Math.Sqrt(upper) : null,
        };
    }

    private static Estimate Wape(RegressionOutcome outcome) => outcome.AbsoluteLabel.Sum > 0
        ? new Estimate(outcome.AbsoluteError.Sum / outcome.AbsoluteLabel.Sum)
        : Estimate.Undefined("every label is 0");

    private static Estimate Explained(RegressionOutcome outcome, double unexplained)
    {
        double total = outcome.Label.Variance * outcome.Label.Count;
        return total > 0 ? new Estimate(1 - (unexplained / total))
            : new Estimate(unexplained == 0 ? 1 : 0) { Reason = "every label is the same; 1 if perfect, else 0, by convention" };
    }

    /// <summary>|e| / 2 − (a − ½)·e, row by row.</summary>
    private static Estimate PinballOf(RegressionOutcome outcome, double a)
    {
        if (outcome.AbsoluteError.Count == 0)
        {
            return Estimate.Undefined("no labelled row has a finite figure");
        }

        double value = Math.Max(0, (outcome.AbsoluteError.Mean / 2) - ((a - 0.5) * outcome.Error.Mean));
        return a == 0.5 ? MeanOf(outcome.AbsoluteError).Times(0.5) : new Estimate(value);
    }

    private static ModelMetric<RegressionOutcome> Of(
        string key, MetricDirection direction, Func<RegressionOutcome, Estimate> measure, Func<RegressionOutcome, double?>? naive = null) =>
        new(key, direction, subject => subject.Outcome.Regression, measure) { Naive = naive };
}
