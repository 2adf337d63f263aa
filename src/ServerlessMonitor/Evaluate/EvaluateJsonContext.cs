using System.Text.Json.Serialization;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Evaluate;

/// <summary>Source-generated shapes of reports; use <see cref="EvaluateJson"/>, which brings the options that belong to them.</summary>
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(IReadOnlyList<EvaluationReport>))]
[JsonSerializable(typeof(VersionComparison))]
public sealed partial class EvaluateJsonContext : JsonSerializerContext;
