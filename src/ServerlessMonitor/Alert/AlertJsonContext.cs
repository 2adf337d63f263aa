using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Alert;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters =
    [
        typeof(TimeWindowJsonConverter),
        typeof(CamelCaseEnumConverter<AlertPhase>),
        typeof(CamelCaseEnumConverter<Severity>),
        typeof(CamelCaseEnumConverter<VerdictOutcome>),
        typeof(CamelCaseEnumConverter<EvaluationFamily>),
    ])]
[JsonSerializable(typeof(AlertTimeline))]
[JsonSerializable(typeof(AlertTransition))]
internal sealed partial class AlertJsonContext : JsonSerializerContext;
