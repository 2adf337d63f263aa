using System.Text.Json.Serialization;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output;

/// <summary>A breach of a limit on data quality, or on how the model is served.</summary>
internal sealed record FindingEntry(string Check, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Anomaly, string? Column, double? Value, double? Threshold, string Summary, IReadOnlyList<string> Samples)
{
    public static FindingEntry Of(QualityFinding finding) =>
        new(finding.Check, finding.Anomaly, finding.Column, JsonText.Finite(finding.Value), JsonText.Finite(finding.Threshold), finding.Summary, finding.Samples);

    public static FindingEntry OfService(RuleVerdict rule) => new("service", null, null, JsonText.Finite(rule.Value), JsonText.Finite(rule.Threshold), rule.Summary, []);
}
