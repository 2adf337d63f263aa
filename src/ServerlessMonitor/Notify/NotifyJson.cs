using System.Text.Json;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

/// <summary>Notification records and requests as JSON in UTF-8: camelCase names, nulls left out.</summary>
public static class NotifyJson
{
    /// <summary>Writes a record.</summary>
    public static byte[] Serialize(NotificationRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, NotifyJsonContext.Default.NotificationRecord);

    /// <summary>Writes a request.</summary>
    public static byte[] Serialize(NotifyRequest request) => JsonSerializer.SerializeToUtf8Bytes(
        new NotifyMessage(request.Group, request.Attempt, request.Due) { AskedAt = request.AskedAt }, NotifyJsonContext.Default.NotifyMessage);

    /// <summary>Reads what <see cref="Serialize(NotificationRecord)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a record.</exception>
    public static NotificationRecord ReadRecord(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, NotifyJsonContext.Default.NotificationRecord) ?? throw new JsonException("null is not a notification record.");

    /// <summary>Reads what <see cref="Serialize(NotifyRequest)"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not a request.</exception>
    /// <exception cref="NewerFormatException">It is one of a newer format.</exception>
    public static NotifyRequest ReadRequest(ReadOnlySpan<byte> utf8)
    {
        NotifyMessage message;
        try
        {
            StoredFormat.ThrowIfNewer(utf8, "The notify message", NotifyMessage.Format);
            message = JsonSerializer.Deserialize(utf8, NotifyJsonContext.Default.NotifyMessage) ?? throw new JsonException("null is not a notify request.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The message is no request to notify: {exception.Message}", exception);
        }

        return new NotifyRequest(message.Group, message.Attempt, message.Due) { AskedAt = message.AskedAt };
    }
}
