using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>What a monitor says about which metrics are measured.</summary>
/// <param name="NameClasses">Whether single classes may be named.</param>
/// <param name="Asked">The keys that rules name, each once, in ordinal order, joined by blanks: one text, so that equal settings are equal.</param>
/// <param name="Costs">What outcomes are worth; null: there is no <c>businessValue</c>.</param>
internal sealed record MetricSettings(bool NameClasses, string Asked = "", OutcomeCosts? Costs = null)
{
    /// <summary>The keys in <see cref="Asked"/>.</summary>
    public IEnumerable<string> AskedKeys => Asked.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The settings of a monitor.</summary>
    public static MetricSettings Of(MonitorDefinition monitor, bool nameClasses) =>
        new(nameClasses, string.Join(' ', monitor.Performance.Select(rule => rule.Metric).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)), monitor.Costs);
}
