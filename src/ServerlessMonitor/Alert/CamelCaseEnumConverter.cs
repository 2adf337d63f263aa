using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessMonitor.Alert;

internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
