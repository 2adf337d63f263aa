using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Which metric the sentences are about.</summary>
internal static class PrimaryMetric
{
    private static readonly string[] Usual = ["f1", "accuracy", "mae", "rmse", "ndcg"];

    /// <summary>
    /// The metric of the monitor's first rule on how right the model is; without such rules f1, else accuracy, mae, rmse or ndcg, whichever the model has. One without an interval in any window is passed over, and that is said.
    /// </summary>
    public static (string? Metric, string? PassedOver) Of(IReadOnlyList<PerformanceRule> rules, IReadOnlyList<VersionWindow> windows)
    {
        var known = windows.SelectMany(window => window.Metrics).ToLookup(metric => metric.Key, StringComparer.Ordinal);
        string[] ruled = [.. rules.Select(rule => rule.Metric).Where(key => !ServiceKeys.Includes(key))];
        string[] candidates = [.. ruled.Concat(Usual).Concat(rules.Select(rule => rule.Metric)).Distinct(StringComparer.Ordinal).Where(known.Contains)];
        string? judged = Array.Find(candidates, key => known[key].Any(metric => metric.Lower is not null));
        if (judged is null)
        {
            return (candidates.FirstOrDefault(), null);
        }

        string? first = ruled.FirstOrDefault();
        return (judged, first is null || string.Equals(first, judged, StringComparison.Ordinal) ? null
            : $"{first}, which the monitor's first rule is on, {(known.Contains(first) ? "has no interval here" : "is not known of both versions")}; {judged} stands for it.");
    }
}
