using System.Text.Json.Serialization;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output;

/// <summary>The drift of one column, as <c>compare</c> and <c>evaluate</c> have it.</summary>
internal sealed record DriftEntry(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    string Method,
    double? Value,
    double Threshold,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ThresholdNote,
    double? PValue,
    double? NoiseBound,
    string Verdict,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Anomaly,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    IReadOnlyList<DriftContribution> Decomposition)
{
    /// <summary>The entry without the column's name, which stands beside it.</summary>
    public static DriftEntry Of(DriftResult drift) => new(
        null,
        drift.Method,
        JsonText.Finite(drift.Value),
        drift.Threshold,
        drift.ThresholdNote,
        JsonText.Finite(drift.PValue),
        JsonText.Finite(drift.NoiseBound),
        JsonText.Of(drift.Verdict),
        drift.Verdict == DriftVerdict.Drift ? TfdvAnomaly.OfDrift(drift.Method) : null,
        drift.Reason,
        drift.Decomposition);
}
