using System.Text.Json.Serialization;

namespace ServerlessMonitor.Notify.Slack;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlackPayload))]
internal sealed partial class SlackJsonContext : JsonSerializerContext;
