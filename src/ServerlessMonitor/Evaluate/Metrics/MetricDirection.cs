namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>What of a metric is better.</summary>
internal enum MetricDirection
{
    /// <summary>More is better.</summary>
    HigherIsBetter,

    /// <summary>Less is better.</summary>
    LowerIsBetter,

    /// <summary>Nearer to zero is better.</summary>
    NearerZeroIsBetter,

    /// <summary>Neither: any change from the baseline is worth a look.</summary>
    Neither,
}
