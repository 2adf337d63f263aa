using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>
/// Confidence-based performance estimation of a model with several classes: each class against the rest, with a calibrator of its own. Averages are plain means over the classes; where the classes' errors hang
/// together by more than is known, they are taken to err together, which widens the bounds.
/// </summary>
internal static class MulticlassEstimates
{
    /// <summary>The estimates.</summary>
    /// <param name="predictions">The window's scores, by class.</param>
    /// <param name="labelled">The baseline's.</param>
    public static EstimateResult Measure(IReadOnlyDictionary<string, ScoreHistogram> predictions, IReadOnlyDictionary<string, ScoreHistogram> labelled)
    {
        var classes = new List<(ScoredRows Rows, ScoreCalibrator Calibrator)>();
        foreach ((string name, ScoreHistogram scores) in predictions)
        {
            if (!labelled.TryGetValue(name, out ScoreHistogram? known))
            {
                return EstimateResult.None(BinaryEstimates.Method, "the baseline has no scores of a class that the window has");
            }

            (ScoreCalibrator? calibrator, string? reason) = ScoreCalibrator.Learn(known);
            if (calibrator is null)
            {
                return EstimateResult.None(BinaryEstimates.Method, $"of a class, {reason}");
            }

            classes.Add((new ScoredRows(scores, calibrator), calibrator));
        }

        return new EstimateResult(
            new Estimation(BinaryEstimates.Method, (long)classes[0].Rows.Counts.Rows)
            {
                LearntFrom = classes[0].Calibrator.Rows,
                Calibrated = classes.Any(item => item.Calibrator.IsIsotonic),
                CalibrationError = classes.Average(item => item.Calibrator.ErrorBefore),
                CalibrationErrorAfter = classes.All(item => double.IsFinite(item.Calibrator.ErrorAfter)) ? classes.Average(item => item.Calibrator.ErrorAfter) : null,
                Pieces = classes.Sum(item => item.Calibrator.Pools.Count),
                OutsideBaseline = classes.Max(item => item.Rows.Outside),
            },
            [.. Metrics([.. classes.Select(item => item.Rows)])]);
    }

    private static IEnumerable<MetricResult> Metrics(ScoredRows[] classes)
    {
        ExpectedCounts[] counts = Array.ConvertAll(classes, item => item.Counts);

        // A row is right with the probability of the class that was predicted, so rows of different predictions are apart.
        double rows = counts[0].Rows;
        var right = new EstimateSpread(counts.Sum(item => item.HitSampling) / rows / rows, counts.Sum(item => item.HitLearning) / rows / rows);
        yield return right.Around("accuracy", counts.Sum(item => item.TruePositives) / rows);
        yield return MeanOf("precision", counts, item => item.PredictedPositives == 0 ? 0 : item.TruePositives / item.PredictedPositives);
        yield return MeanOf("recall", counts, CountMetric.Recall);
        yield return MeanOf("f1", counts, item => CountMetric.FBeta(item, 1));
        MetricResult[] areas = Array.ConvertAll(classes, item => item.RocAuc());
        yield return areas.All(area => area.Value is not null)
            ? Together("rocAuc", areas.Average(area => area.Value!.Value), areas.Average(area => area.StandardError ?? 0), 1)
            : new MetricResult("rocAuc", null) { Reason = "a class is not expected among the rows" };
        MetricResult[] squares = Array.ConvertAll(classes, item => item.Brier());
        yield return Together("brier", squares.Sum(item => item.Value ?? 0), squares.Sum(item => item.StandardError ?? 0), 2);
    }

    private static MetricResult MeanOf(string key, ExpectedCounts[] counts, Func<ExpectedCounts, double> metric) =>
        Together(key, counts.Average(metric), counts.Average(item => item.SpreadOf(metric).StandardError), 1);

    private static MetricResult Together(string key, double value, double error, double most) => new EstimateSpread(error * error, 0).Around(key, value, 0, most);
}
