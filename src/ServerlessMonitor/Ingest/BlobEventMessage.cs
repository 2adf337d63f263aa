using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest;

/// <summary>
/// Blob events as Event Grid puts them into a storage queue (Event Grid schema: one JSON object; an array with one object is
/// taken too). Our own sweep and tests write the same shape.
/// </summary>
public static class BlobEventMessage
{
    private const string CreatedType = "Microsoft.Storage.BlobCreated";
    private const string DeletedType = "Microsoft.Storage.BlobDeleted";
    private const string SubjectPrefix = "/blobServices/default/containers/";
    private const string BlobsPart = "/blobs/";

    // Ours: Event Grid never sends it.
    private const string AgainName = "readAgain";
    private const string Expected =
        $"expected an Event Grid event with eventType {CreatedType} or {DeletedType} and subject {SubjectPrefix}<container>{BlobsPart}<path>";

    /// <summary>Reads a message.</summary>
    /// <param name="message">JSON text.</param>
    /// <exception cref="BlobEventFormatException">The message is no such event; the text says what was expected.</exception>
    public static BlobEvent Read(string message)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(message);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 1)
            {
                root = root[0];
            }

            return root.ValueKind == JsonValueKind.Object
                ? ReadObject(root)
                : throw new BlobEventFormatException($"The message is JSON but not one object: {Expected}.");
        }
        catch (JsonException exception)
        {
            throw new BlobEventFormatException($"The message is not JSON ({JsonProblem.Of(exception)}): {Expected}.", exception);
        }
    }

    /// <summary>Writes a message that <see cref="Read"/> understands.</summary>
    /// <param name="blobEvent">What happened.</param>
    /// <param name="now">When, for the event's <c>eventTime</c>.</param>
    public static string Write(BlobEvent blobEvent, DateTimeOffset now)
    {
        string subject = $"{SubjectPrefix}{blobEvent.Blob.Container}{BlobsPart}{blobEvent.Blob.Path}";
        string time = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("id", $"{blobEvent.Blob.BatchId}-{now.UtcTicks:x}");
            json.WriteString("eventType", blobEvent.Kind == BlobEventKind.Created ? CreatedType : DeletedType);
            json.WriteString("subject", subject);
            json.WriteString("eventTime", time);
            if (blobEvent.Again)
            {
                json.WriteStartObject("data");
                json.WriteBoolean(AgainName, true);
                json.WriteEndObject();
            }

            json.WriteString("dataVersion", string.Empty);
            json.WriteString("metadataVersion", "1");
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static BlobEvent ReadObject(JsonElement root)
    {
        BlobEventKind kind = Text(root, "eventType") switch
        {
            CreatedType => BlobEventKind.Created,
            DeletedType => BlobEventKind.Deleted,
            null => throw new BlobEventFormatException($"The event has no eventType: {Expected}."),
            string other => throw new BlobEventFormatException($"The event has eventType '{other}': {Expected}."),
        };
        bool hasData = root.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object;
        BlobAddress blob = Text(root, "subject") is { } subject ? ReadSubject(subject)
            : hasData && Text(data, "url") is { } url ? ReadUrl(url)
            : throw new BlobEventFormatException($"The event has neither subject nor data.url: {Expected}.");
        return new BlobEvent(blob, kind)
        {
            DeletedAt = kind == BlobEventKind.Deleted ? Instant(root, "eventTime") : null,
            Again = hasData && data.TryGetProperty(AgainName, out JsonElement again) && again.ValueKind == JsonValueKind.True,
        };
    }

    private static DateTimeOffset? Instant(JsonElement element, string name) =>
        DateTimeOffset.TryParse(Text(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static BlobAddress ReadSubject(string subject)
    {
        // The subject is not URL-encoded: it is the name as it is.
        if (subject.StartsWith(SubjectPrefix, StringComparison.Ordinal))
        {
            int blobs = subject.IndexOf(BlobsPart, SubjectPrefix.Length, StringComparison.Ordinal);
            if (blobs > SubjectPrefix.Length && blobs + BlobsPart.Length < subject.Length)
            {
                return new BlobAddress(subject[SubjectPrefix.Length..blobs], subject[(blobs + BlobsPart.Length)..]);
            }
        }

        throw new BlobEventFormatException($"The event has subject '{subject}': {Expected}.");
    }

    private static BlobAddress ReadUrl(string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed))
        {
            // Against an emulator or a custom address the account may come first in the path.
            string[] parts = parsed.AbsolutePath.TrimStart('/').Split('/', 2);
            bool hasAccount = parsed.HostNameType != UriHostNameType.Dns || parsed.IsLoopback;
            if (hasAccount && parts.Length == 2)
            {
                parts = parts[1].Split('/', 2);
            }

            if (parts.Length == 2 && parts[0].Length > 0 && parts[1].Length > 0)
            {
                return new BlobAddress(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1]));
            }
        }

        throw new BlobEventFormatException($"The event has url '{url}': {Expected}.");
    }
}
