using System.Text.Json.Serialization;

namespace ServerlessMonitor.Notify;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(NotificationRecord))]
[JsonSerializable(typeof(NotifyRequest))]
internal sealed partial class NotifyJsonContext : JsonSerializerContext;
