namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>What was estimated.</summary>
/// <param name="Facts">How.</param>
/// <param name="Metrics">Empty where nothing could be.</param>
internal sealed record EstimateResult(Estimation Facts, IReadOnlyList<MetricResult> Metrics)
{
    /// <summary>The same with each metric's value on the baseline, which the realised metrics have.</summary>
    public EstimateResult BesideBaseline(IReadOnlyList<MetricResult> realised)
    {
        var before = realised.ToDictionary(metric => metric.Key, StringComparer.Ordinal);
        return this with
        {
            Metrics = [.. Metrics.Select(metric => before.TryGetValue(metric.Key, out MetricResult? same)
                ? metric with { Baseline = same.Baseline, BaselineInterval = same.BaselineInterval }
                : metric)],
        };
    }

    /// <summary>Nothing, with the reason.</summary>
    public static EstimateResult None(string method, string reason) => new(new Estimation(method, 0) { Reason = reason }, []);
}
