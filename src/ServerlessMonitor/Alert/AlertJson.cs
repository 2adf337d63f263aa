using System.Text.Json;

namespace ServerlessMonitor.Alert;

/// <summary>Alerts as JSON in UTF-8: camelCase names, enumerations by name, nulls left out.</summary>
public static class AlertJson
{
    /// <summary>Writes an alert. With all <see cref="AlertTimeline.Capacity"/> outcomes it takes some 50 kB; it shrinks tenfold when compressed.</summary>
    public static byte[] Serialize(AlertTimeline timeline) => JsonSerializer.SerializeToUtf8Bytes(timeline, AlertJsonContext.Default.AlertTimeline);

    /// <summary>Writes a transition.</summary>
    public static byte[] Serialize(AlertTransition transition) => JsonSerializer.SerializeToUtf8Bytes(transition, AlertJsonContext.Default.AlertTransition);

    /// <summary>Reads what <see cref="Serialize(AlertTimeline)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not an alert.</exception>
    public static AlertTimeline ReadTimeline(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, AlertJsonContext.Default.AlertTimeline) ?? throw new JsonException("null is not an alert.");

    /// <summary>Reads what <see cref="Serialize(AlertTransition)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a transition.</exception>
    public static AlertTransition ReadTransition(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, AlertJsonContext.Default.AlertTransition) ?? throw new JsonException("null is not a transition.");
}
