using System.Text.Json.Serialization;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Serializers of the JSON contracts, generated: reflection would cost a short command more than its work.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ValidateDocument))]
[JsonSerializable(typeof(UploadDocument))]
[JsonSerializable(typeof(CompareDocument))]
[JsonSerializable(typeof(EvaluateDocument))]
internal sealed partial class JsonContracts : JsonSerializerContext;
