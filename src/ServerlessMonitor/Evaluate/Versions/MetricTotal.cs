namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>One metric of two versions over all common windows.</summary>
/// <param name="Key">The metric's key.</param>
/// <param name="Windows">How many windows it is from.</param>
public sealed record MetricTotal(string Key, int Windows)
{
    /// <summary>What of it is better: <c>higher</c>, <c>lower</c> or <c>nearerZero</c>; null where neither is.</summary>
    public string? Better { get; init; }

    /// <summary>The champion's mean over the windows, weighted as the difference is.</summary>
    public double? Champion { get; init; }

    /// <summary>The challenger's.</summary>
    public double? Challenger { get; init; }

    /// <summary>Challenger less champion.</summary>
    public double? Difference { get; init; }

    /// <summary>Standard error of the difference.</summary>
    public double? StandardError { get; init; }

    /// <summary>Lower end of its 95 % interval.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of it.</summary>
    public double? Upper { get; init; }

    /// <summary>I²: the share of the differences' scatter over the windows that chance does not explain, 0 to 1 (Higgins and Thompson 2002); null for one window.</summary>
    public double? Heterogeneity { get; init; }

    /// <summary>The probability of at least so much scatter if every window had the same difference (Cochran's Q); null for one window.</summary>
    public double? HeterogeneityPValue { get; init; }

    /// <summary>What that says; null where there is nothing to judge by, and <see cref="Reason"/> says why.</summary>
    public VersionVerdict? Verdict { get; init; }

    /// <summary>Why there is no verdict, or none better than "not enough data".</summary>
    public string? Reason { get; init; }
}
