namespace ServerlessMonitor.Contracts;

/// <summary>What is evaluated together over the same windows.</summary>
public enum EvaluationFamily
{
    /// <summary>Metrics that need labels.</summary>
    Performance,

    /// <summary>Change against the baseline.</summary>
    Drift,

    /// <summary>Missing, out of range, new categories, volume.</summary>
    Quality,
}
