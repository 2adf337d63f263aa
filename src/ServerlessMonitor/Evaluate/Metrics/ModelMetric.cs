namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>A metric over one kind of outcome.</summary>
/// <param name="key">Its key.</param>
/// <param name="direction">What of it is better.</param>
/// <param name="part">The part of the outcome that it needs.</param>
/// <param name="measure">Measures that part; it has at least one labelled row.</param>
/// <typeparam name="TPart">The kind of outcome.</typeparam>
internal sealed class ModelMetric<TPart>(string key, MetricDirection direction, Func<MetricSubject, TPart?> part, Func<TPart, Estimate> measure) : IModelMetric
    where TPart : class
{
    /// <summary>The value that a naive model would have on the same rows; null where that follows from the outcome of <see cref="NaiveModel"/>, or there is none.</summary>
    public Func<TPart, double?>? Naive { get; init; }

    /// <inheritdoc/>
    public string Key => key;

    /// <inheritdoc/>
    public MetricDirection Direction => direction;

    /// <inheritdoc/>
    public MetricResult Measure(MetricSubject subject)
    {
        if (part(subject) is not { } mine)
        {
            return new MetricResult(key, null) { Reason = $"not defined for a model of task {subject.Outcome.Task}" };
        }

        if (subject.Outcome.Labelled == 0)
        {
            return new MetricResult(key, null) { Reason = "no labelled rows" };
        }

        double? naive = Naive?.Invoke(mine);
        return measure(mine).ToResult(key) with { Naive = naive is { } value && double.IsFinite(value) ? value : null };
    }
}
