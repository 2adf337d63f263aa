using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

/// <summary>The labels that routes match and groups are formed by: names, never values or times.</summary>
public static class AlertLabels
{
    /// <summary>Every label there can be.</summary>
    public static IReadOnlyList<string> Names { get; } = ["alertname", "model", "version", "severity", "rule", "measure", "column", "segment", "windows", "owner"];

    /// <summary>The alert's labels; one that has no value is absent.</summary>
    public static IReadOnlyDictionary<string, string> Of(AlertTimeline alert)
    {
        AlertIdentity identity = alert.Identity;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alertname"] = identity.AlertName,
            ["model"] = identity.Model.Model,
            ["version"] = identity.Model.Version,
            ["severity"] = Of(alert.State.Severity),
            ["rule"] = identity.RuleId,
        };
        Add("measure", alert.State.Latest?.Verdict.Measure);
        Add("column", alert.State.Latest?.Verdict.Column);
        Add("segment", alert.State.Latest?.Verdict.Segment);
        Add("windows", identity.Windows);
        Add("owner", alert.Owner);
        return labels;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                labels[name] = value;
            }
        }
    }

    /// <summary>The value of the label <c>severity</c>.</summary>
    public static string Of(Severity severity) => severity switch
    {
        Severity.Info => "info",
        Severity.Warning => "warning",
        _ => "critical",
    };
}
