using System.Text.Json.Serialization;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(CamelCaseEnumConverter<Severity>)])]
[JsonSerializable(typeof(NotificationRecord))]
[JsonSerializable(typeof(NotifyMessage))]
internal sealed partial class NotifyJsonContext : JsonSerializerContext;
