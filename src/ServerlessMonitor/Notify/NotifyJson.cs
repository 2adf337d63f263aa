using System.Text.Json;

namespace ServerlessMonitor.Notify;

/// <summary>Notification records and requests as JSON in UTF-8: camelCase names, nulls left out.</summary>
public static class NotifyJson
{
    /// <summary>Writes a record.</summary>
    public static byte[] Serialize(NotificationRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, NotifyJsonContext.Default.NotificationRecord);

    /// <summary>Writes a request.</summary>
    public static byte[] Serialize(NotifyRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, NotifyJsonContext.Default.NotifyRequest);

    /// <summary>Reads what <see cref="Serialize(NotificationRecord)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a record.</exception>
    public static NotificationRecord ReadRecord(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, NotifyJsonContext.Default.NotificationRecord) ?? throw new JsonException("null is not a notification record.");

    /// <summary>Reads what <see cref="Serialize(NotifyRequest)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a request.</exception>
    public static NotifyRequest ReadRequest(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, NotifyJsonContext.Default.NotifyRequest) ?? throw new JsonException("null is not a notify request.");
}
