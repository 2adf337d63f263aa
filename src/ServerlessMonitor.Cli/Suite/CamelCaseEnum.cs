using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>Writes an enumeration as its camelCase name; reads names in any case, and numbers.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
