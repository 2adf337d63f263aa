namespace ServerlessMonitor.Contracts;

/// <summary>A limit on a metric.</summary>
/// <param name="Metric">The metric's key.</param>
public sealed record PerformanceRule(string Metric)
{
    /// <summary>Whether the metric is the one that is estimated before labels come.</summary>
    public bool Estimated { get; init; }

    /// <summary>Breach when the value lies below this.</summary>
    public double? Below { get; init; }

    /// <summary>Breach when the value lies above this.</summary>
    public double? Above { get; init; }

    /// <summary>Breach when the value is worse than the baseline's by more than this, in the metric's unit.</summary>
    public double? WorseThanBaselineBy { get; init; }

    /// <summary>Breach when the value leaves the range that the baseline's chunks have.</summary>
    public bool LearntRange { get; init; }

    /// <summary>How many windows in a row must breach before the alert fires. At least 1.</summary>
    public int For { get; init; } = 1;

    /// <summary>The alert's severity.</summary>
    public Severity Severity { get; init; } = Severity.Critical;
}
