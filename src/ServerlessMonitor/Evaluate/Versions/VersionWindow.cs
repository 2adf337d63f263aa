using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Two versions in a window that both had rows in.</summary>
/// <param name="Window">The span of event time.</param>
/// <param name="Champion">What the version that is compared with had.</param>
/// <param name="Challenger">What the version that is compared had.</param>
/// <param name="Metrics">Every metric of both.</param>
public sealed record VersionWindow(TimeWindow Window, VersionRows Champion, VersionRows Challenger, IReadOnlyList<MetricDifference> Metrics)
{
    /// <summary>Whether rows may still come to one of them: shown, and left out of the total.</summary>
    public bool Provisional { get; init; }

    /// <summary>Whether the total takes it: complete, and without overlap with a later window that the total takes.</summary>
    public bool Counts { get; init; }

    /// <summary>What the primary metric says; null where there is nothing to judge by.</summary>
    public VersionVerdict? Verdict { get; init; }

    /// <summary>The same in a sentence.</summary>
    public string Summary { get; init; } = string.Empty;
}
