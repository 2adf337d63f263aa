using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>Confidence-based performance estimation of a model with two classes: E[TP] = Σ p over the rows for which the event was predicted, and so on.</summary>
internal static class BinaryEstimates
{
    /// <summary>The method's key.</summary>
    public const string Method = "cbpe";

    /// <summary>The estimates.</summary>
    /// <param name="predictions">Scores by predicted class; it has rows.</param>
    /// <param name="labelled">The baseline's scores by label.</param>
    /// <param name="settings">What the monitor asks for.</param>
    public static EstimateResult Measure(ScoreHistogram predictions, ScoreHistogram labelled, MetricSettings settings)
    {
        (ScoreCalibrator? calibrator, string? reason) = ScoreCalibrator.Learn(labelled);
        if (calibrator is null)
        {
            return EstimateResult.None(Method, reason!);
        }

        var rows = new ScoredRows(predictions, calibrator);
        ExpectedCounts counts = rows.Counts;
        List<MetricResult> metrics = [.. CountMetric.For(settings).Select(metric => counts.SpreadOf(metric.Of).Around(metric.Key, metric.Of(counts), metric.Least, metric.Most))];
        metrics.AddRange([rows.RocAuc(), rows.AveragePrecision(), rows.LogLoss(), rows.Brier()]);
        return new EstimateResult(FactsOf(predictions.Count, calibrator, rows.Outside), metrics);
    }

    private static Estimation FactsOf(long rows, ScoreCalibrator calibrator, double outside) => new(Method, rows)
    {
        LearntFrom = calibrator.Rows,
        Calibrated = calibrator.IsIsotonic,
        CalibrationError = calibrator.ErrorBefore,
        CalibrationErrorAfter = double.IsFinite(calibrator.ErrorAfter) ? calibrator.ErrorAfter : null,
        Pieces = calibrator.Pools.Count,
        OutsideBaseline = outside,
    };
}
