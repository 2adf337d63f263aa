using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Two versions of a model, window by window and in total.</summary>
/// <param name="Model">The model.</param>
/// <param name="Champion">The version that is compared with.</param>
/// <param name="Challenger">The version that is compared.</param>
/// <param name="Spec">The windows.</param>
public sealed record VersionComparison(string Model, string Champion, string Challenger, WindowSpec Spec)
{
    /// <summary>The metric that the sentences are about; the others are shown, and give none, so that looking at many does not find one by chance. Null: no metric.</summary>
    public string? PrimaryMetric { get; init; }

    /// <summary>What the primary metric says over all common windows; null where there is nothing to judge by.</summary>
    public VersionVerdict? Verdict { get; init; }

    /// <summary>The same in a sentence.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>What a reader must know beside the sentence: windows that do not count, differences that change from window to window, a primary metric that was passed over.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How the rows of the two versions differ, in sentences; empty where nothing is seen. A difference in metrics may come from there.</summary>
    public IReadOnlyList<string> Population { get; init; } = [];

    /// <summary>Every metric over all common windows, the primary one first.</summary>
    public IReadOnlyList<MetricTotal> Totals { get; init; } = [];

    /// <summary>The common windows by end.</summary>
    public IReadOnlyList<VersionWindow> Windows { get; init; } = [];

    /// <summary>The two versions on the rows that both scored and whose labels are known; null where there are none such.</summary>
    public PairedComparison? Paired { get; init; }
}
