using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>The metrics by task and key. A new metric is one line where its kin are.</summary>
internal sealed class ModelMetrics
{
    private readonly IReadOnlyList<IModelMetric> _binary = [.. BinaryMetrics.Create()];
    private readonly IReadOnlyList<IModelMetric> _multiclass = [.. MulticlassMetrics.Create()];
    private readonly IReadOnlyList<IModelMetric> _regression = [.. RegressionMetrics.Create()];

    /// <summary>The metrics of a task. A binary model without a positive class has those of several classes.</summary>
    public IReadOnlyList<IModelMetric> For(ModelTask task, bool hasPositive) => task switch
    {
        ModelTask.Binary when hasPositive => _binary,
        ModelTask.Binary or ModelTask.Multiclass => _multiclass,
        ModelTask.Regression => _regression,
        _ => [],
    };

    /// <summary>Every metric on the labelled rows of a window, each with the same on the baseline's.</summary>
    /// <param name="outcome">The window's.</param>
    /// <param name="baseline">The baseline's; null where there is none.</param>
    /// <param name="nameClasses">Whether single classes may be named.</param>
    public IReadOnlyList<MetricResult> Measure(OutcomeProfile outcome, OutcomeProfile? baseline, bool nameClasses)
    {
        bool comparable = baseline is not null && baseline.Task == outcome.Task && baseline.Labelled > 0 && string.Equals(baseline.Positive, outcome.Positive, StringComparison.Ordinal);
        var results = new List<MetricResult>();
        foreach (IModelMetric metric in For(outcome.Task, outcome.Binary is not null))
        {
            results.Add(metric.Measure(outcome) with { Baseline = comparable ? metric.Measure(baseline!).Value : null });
        }

        if (nameClasses && outcome.Binary is null && outcome.Classes is { Rows: > 0 } classes)
        {
            var details = (comparable ? MulticlassMetrics.Details(baseline!.Classes!) : []).ToDictionary(result => result.Key, result => result.Value, StringComparer.Ordinal);
            results.AddRange(MulticlassMetrics.Details(classes).Select(result =>
                result.Key.StartsWith("confusion", StringComparison.Ordinal) ? result : result with { Baseline = details.GetValueOrDefault(result.Key) }));
        }

        return results;
    }

    /// <summary>What of a metric is better; <see cref="MetricDirection.HigherIsBetter"/> for the scores of single classes.</summary>
    public MetricDirection DirectionOf(string key, ModelTask task, bool hasPositive) =>
        For(task, hasPositive).FirstOrDefault(metric => string.Equals(metric.Key, key, StringComparison.Ordinal))?.Direction ?? MetricDirection.HigherIsBetter;
}
