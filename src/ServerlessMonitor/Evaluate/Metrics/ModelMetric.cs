using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>A metric over one kind of outcome.</summary>
/// <param name="key">Its key.</param>
/// <param name="direction">What of it is better.</param>
/// <param name="part">The part of the outcome that it needs.</param>
/// <param name="measure">Measures that part; it has at least one labelled row.</param>
/// <typeparam name="TPart">The kind of outcome.</typeparam>
internal sealed class ModelMetric<TPart>(string key, MetricDirection direction, Func<OutcomeProfile, TPart?> part, Func<TPart, Estimate> measure) : IModelMetric
    where TPart : class
{
    /// <inheritdoc/>
    public string Key => key;

    /// <inheritdoc/>
    public MetricDirection Direction => direction;

    /// <inheritdoc/>
    public MetricResult Measure(OutcomeProfile outcome)
    {
        if (part(outcome) is not { } mine)
        {
            return new MetricResult(key, null) { Reason = $"not defined for a model of task {outcome.Task}" };
        }

        return outcome.Labelled == 0 ? new MetricResult(key, null) { Reason = "no labelled rows" } : measure(mine).ToResult(key);
    }
}
