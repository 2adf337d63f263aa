using System.Text.Json;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>A parameter, variable, resource, module or output.</summary>
internal sealed record BicepDeclaration(string Kind, string Symbol, string Type, bool Existing, BicepValue? Value, IReadOnlyList<BicepValue> Decorators)
{
    /// <summary>A resource's type without its version.</summary>
    public string ResourceType => Type.Split('@')[0];

    /// <summary>The body of a resource or module, under its loop and condition.</summary>
    public BicepValue Body => Value!.Innermost;

    public static BicepDeclaration Read(JsonElement element) => new(
        element.GetProperty("kind").GetString()!,
        TextOf(element, "symbol"),
        TextOf(element, "type"),
        element.TryGetProperty("existing", out JsonElement existing) && existing.GetBoolean(),
        element.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.Object ? new BicepValue(value) : null,
        [.. element.GetProperty("decorators").EnumerateArray().Select(decorator => new BicepValue(decorator))]);

    private static string TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : string.Empty;
}
