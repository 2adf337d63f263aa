using System.Text.Json.Serialization;
using ServerlessMonitor.Cli.Offline.Infer;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Serializers of the JSON contracts, generated: reflection would cost a short command more than its work.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ValidateDocument))]
[JsonSerializable(typeof(UploadDocument))]
[JsonSerializable(typeof(CompareDocument))]
[JsonSerializable(typeof(EvaluateDocument))]
[JsonSerializable(typeof(ProfileDocument))]
[JsonSerializable(typeof(MonitorDraft))]
internal sealed partial class JsonContracts : JsonSerializerContext;
