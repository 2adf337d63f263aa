using System.Text.Json.Serialization;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs.LateLabels;
using ServerlessMonitor.Runs.Replay;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>Serializers of what the suite answers. Enumerations are read as names and as numbers, and written as names.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, Converters = [typeof(CamelCaseEnum<Severity>), typeof(CamelCaseEnum<AlertPhase>), typeof(CamelCaseEnum<VerdictOutcome>)])]
[JsonSerializable(typeof(SuiteStatus))]
[JsonSerializable(typeof(IReadOnlyList<NotificationEntry>))]
[JsonSerializable(typeof(UploadReceipt))]
[JsonSerializable(typeof(BatchState))]
[JsonSerializable(typeof(LabelStatus))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(BatchList))]
[JsonSerializable(typeof(GivenUpWork))]
[JsonSerializable(typeof(RequeueChoice))]
[JsonSerializable(typeof(RequeueReceipt))]
[JsonSerializable(typeof(SuiteVerdict))]
[JsonSerializable(typeof(ReplayAnswer))]
internal sealed partial class SuiteJson : JsonSerializerContext;
