namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>One figure of how well a model does, from the labelled rows of a profile.</summary>
internal interface IModelMetric
{
    /// <summary>Its name in monitor files and reports.</summary>
    string Key { get; }

    /// <summary>What of it is better.</summary>
    MetricDirection Direction { get; }

    /// <summary>Measures; the value is null, with the reason, where it is undefined.</summary>
    MetricResult Measure(MetricSubject subject);
}
