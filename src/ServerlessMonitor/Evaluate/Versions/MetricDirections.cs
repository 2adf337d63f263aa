using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Metrics.Service;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>What of a metric is better, by its key alone: reports do not say what the model predicts, and a key means the same for every task that has it.</summary>
internal sealed class MetricDirections
{
    private readonly Dictionary<string, MetricDirection> _known = new(StringComparer.Ordinal);

    public MetricDirections()
    {
        var metrics = new ModelMetrics();
        IEnumerable<IModelMetric> all = metrics.For(ModelTask.Binary, hasPositive: true)
            .Concat(Enum.GetValues<ModelTask>().SelectMany(task => metrics.For(task, hasPositive: false)));
        foreach (IModelMetric metric in all)
        {
            _known.TryAdd(metric.Key, metric.Direction);
        }
    }

    /// <summary>The direction; of the scores of single classes (<c>f1[a]</c>) that of the metric, of keys with a parameter (<c>pinball0.9</c>) that of their family.</summary>
    public MetricDirection Of(string key)
    {
        int bracket = key.IndexOf('[', StringComparison.Ordinal);
        return _known.TryGetValue(bracket < 0 ? key : key[..bracket], out MetricDirection direction) ? direction
            : ServiceMetrics.DirectionOf(key) ?? ModelMetrics.DirectionOfAsked(key) ?? MetricDirection.Neither;
    }

    /// <summary>The direction as results say it.</summary>
    public static string? Word(MetricDirection direction) => direction switch
    {
        MetricDirection.HigherIsBetter => "higher",
        MetricDirection.LowerIsBetter => "lower",
        MetricDirection.NearerZeroIsBetter => "nearerZero",
        _ => null,
    };
}
