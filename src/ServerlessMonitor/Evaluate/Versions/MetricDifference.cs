namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>One metric of two versions in one window.</summary>
/// <param name="Key">The metric's key.</param>
/// <param name="Champion">The version that is compared with.</param>
/// <param name="Challenger">The version that is compared.</param>
public sealed record MetricDifference(string Key, MetricSide Champion, MetricSide Challenger)
{
    /// <summary>What of it is better: <c>higher</c>, <c>lower</c> or <c>nearerZero</c>; null where neither is.</summary>
    public string? Better { get; init; }

    /// <summary>Challenger less champion, in the metric's unit; of a metric that is better nearer zero, the difference of the distances from zero.</summary>
    public double? Difference { get; init; }

    /// <summary>Its standard error, where both values have one.</summary>
    public double? StandardError { get; init; }

    /// <summary>Lower end of its 95 % interval; null where a value has no interval.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of it.</summary>
    public double? Upper { get; init; }

    /// <summary>What that says; null where there is no interval to judge by, and <see cref="Reason"/> says why.</summary>
    public VersionVerdict? Verdict { get; init; }

    /// <summary>Why there is no verdict, or none better than "not enough data".</summary>
    public string? Reason { get; init; }
}
