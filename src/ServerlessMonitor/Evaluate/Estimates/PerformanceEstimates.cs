using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>What the metrics of a window should be, from its predictions and what was learnt from the baseline's labels; nothing of it depends on the window's labels.</summary>
internal static class PerformanceEstimates
{
    // A segment with fewer is calibrated by the whole.
    private const long LeastOfSegment = 1000;
    private const long LeastOfClass = 30;

    /// <summary>The estimates; null for rankings, and where nothing was predicted or there is no baseline.</summary>
    /// <param name="current">The window, or a segment of it.</param>
    /// <param name="baseline">What is learnt from: the baseline, or the same segment of it where it has labels enough.</param>
    /// <param name="settings">What the monitor asks for.</param>
    public static EstimateResult? Measure(DatasetProfile current, OutcomeProfile? baseline, MetricSettings settings)
    {
        if (current.Predictions is not { } predictions || predictions.Rows + predictions.Unscored == 0 || baseline is null)
        {
            return null;
        }

        long left = Math.Max(predictions.Unscored, (current.Outcome?.Predicted ?? 0) - predictions.Rows);
        EstimateResult result = Of(predictions, baseline, settings);
        return result with { Facts = result.Facts with { RowsLeftOut = left } };
    }

    /// <summary>What a segment's estimates are learnt from.</summary>
    /// <param name="segment">The same segment of the baseline; null where it has none.</param>
    /// <param name="whole">The baseline.</param>
    public static OutcomeProfile? SourceOf(OutcomeProfile? segment, OutcomeProfile? whole)
    {
        bool isEnough = segment switch
        {
            { Binary.Scores: { } scores } => scores.Count >= LeastOfSegment && Math.Min(scores.PositiveCount, scores.NegativeCount) >= LeastOfClass,
            { Regression: { } regression } => regression.ErrorsByPrediction.Known >= LeastOfSegment,
            { Classes.ScoresByClass: { Count: > 0 } classes } => classes.Values.All(scores => scores.Count >= LeastOfSegment && Math.Min(scores.PositiveCount, scores.NegativeCount) >= LeastOfClass),
            _ => false,
        };
        return isEnough ? segment : whole;
    }

    private static EstimateResult Of(PredictionProfile predictions, OutcomeProfile baseline, MetricSettings settings)
    {
        string method = predictions.Task == ModelTask.Regression ? RegressionEstimates.Method : BinaryEstimates.Method;
        if (baseline.Task != predictions.Task || !string.Equals(baseline.Positive, predictions.Positive, StringComparison.Ordinal))
        {
            return EstimateResult.None(method, "the baseline is of another task or positive class");
        }

        if (baseline.Labelled == 0)
        {
            return EstimateResult.None(method, "the baseline has no labels to learn from");
        }

        if (predictions.Rows == 0)
        {
            return EstimateResult.None(method, "no prediction has a score within 0 and 1");
        }

        if (predictions is { Scores: null, Values: null, ScoresByClass.Count: 0 })
        {
            return EstimateResult.None(method, "there are no scores by class");
        }

        return predictions switch
        {
            { Scores: { } scores } => BinaryEstimates.Measure(scores, baseline.Binary!.Scores, settings),
            { Values: { } values } => RegressionEstimates.Measure(values, baseline.Regression!.ErrorsByPrediction),
            _ => MulticlassEstimates.Measure(predictions.ScoresByClass, baseline.Classes!.ScoresByClass),
        };
    }
}
