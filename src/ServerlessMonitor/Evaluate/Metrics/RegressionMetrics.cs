using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>Metrics of a model that predicts a number; e = prediction − label.</summary>
internal static class RegressionMetrics
{
    /// <summary>All of them.</summary>
    public static IEnumerable<IModelMetric> Create()
    {
        yield return Of("mae", MetricDirection.LowerIsBetter, o => MeanOf(o.AbsoluteError));
        yield return Of("mse", MetricDirection.LowerIsBetter, o => MeanOf(o.SquaredError));
        yield return Of("rmse", MetricDirection.LowerIsBetter, o => RootOf(MeanOf(o.SquaredError)));
        yield return Of("mape", MetricDirection.LowerIsBetter, o => MeanOf(o.PercentageError));
        yield return Of("smape", MetricDirection.LowerIsBetter, o => MeanOf(o.SymmetricPercentageError));
        yield return Of("wape", MetricDirection.LowerIsBetter, Wape);
        yield return Of("r2", MetricDirection.HigherIsBetter, o => o.Rows < 2 ? Estimate.Undefined("needs two labelled rows") : Explained(o, o.SquaredError.Sum));
        yield return Of("explainedVariance", MetricDirection.HigherIsBetter, o => Explained(o, o.Error.Variance * o.Error.Count));
        yield return Of("meanError", MetricDirection.NearerZeroIsBetter, o => Estimate.Mean(o.Error.Mean, o.Error.SampleStandardDeviation, o.Error.Count));
        yield return Of("maxError", MetricDirection.LowerIsBetter, o => new Estimate(o.AbsoluteError.Max));
        yield return Of("medianAbsoluteError", MetricDirection.LowerIsBetter, MedianAbsoluteError);
        yield return Of("rmsle", MetricDirection.LowerIsBetter, o => o.NegativeRows > 0
            ? Estimate.Undefined($"{o.NegativeRows} rows have a negative label or prediction")
            : RootOf(MeanOf(o.SquaredLogError)));
    }

    private static Estimate MeanOf(Moments moments) => Estimate.Mean(moments.Mean, moments.SampleStandardDeviation, moments.Count, 0);

    private static Estimate RootOf(Estimate square)
    {
        double root = Math.Sqrt(square.Value!.Value);
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

    private static Estimate MedianAbsoluteError(RegressionOutcome outcome) => new(outcome.AbsoluteErrorQuantiles.Quantile(0.5))
    {
        Reason = outcome.AbsoluteErrorQuantiles.IsExact ? null : "from a quantile sketch",
    };

    private static ModelMetric<RegressionOutcome> Of(string key, MetricDirection direction, Func<RegressionOutcome, Estimate> measure) =>
        new(key, direction, outcome => outcome.Regression, measure);
}
