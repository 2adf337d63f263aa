using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azure.Data.Tables.Wire;

/// <summary>An entity as the service's JSON, each property annotated with its type where JSON cannot tell.</summary>
internal static class EntityWriter
{
    // What an entity without large values takes, with the slack that the JSON writer asks for.
    private const int Room = 8192;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    // The body is declared as JSON in UTF-8 and never put into a page: escaping every non-ASCII letter would only triple its size.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the entity after checking it against the limits of the service.</summary>
    /// <exception cref="RequestFailedException">The entity breaks a limit.</exception>
    /// <exception cref="NotSupportedException">It is not a <see cref="TableEntity"/>, or a property has a type that tables cannot hold.</exception>
    public static ReadOnlyMemory<byte> Write(ITableEntity entity)
    {
        EntityLimits.CheckKey(nameof(ITableEntity.PartitionKey), entity.PartitionKey);
        EntityLimits.CheckKey(nameof(ITableEntity.RowKey), entity.RowKey);
        var buffer = new ArrayBufferWriter<byte>(Room + Base64Length(entity));
        var count = 0;
        var bytes = 0;
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString(nameof(ITableEntity.PartitionKey), entity.PartitionKey);
            json.WriteString(nameof(ITableEntity.RowKey), entity.RowKey);
            foreach (var (name, value) in Properties(entity))
            {
                EntityLimits.CheckName(name);
                bytes += 8 + (2 * name.Length) + EntityLimits.CheckValue(name, value);
                count++;
                WriteProperty(json, name, value);
            }

            json.WriteEndObject();
        }

        EntityLimits.CheckEntity(entity, count, bytes);
        return buffer.WrittenMemory;
    }

    /// <summary>The time in UTC with all seven digits; a time without a kind is taken for UTC.</summary>
    public static string Format(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return utc.ToString(TimeFormat, CultureInfo.InvariantCulture);
    }

    private static int Base64Length(ITableEntity entity) => Properties(entity).Sum(property => property.Value switch
    {
        byte[] bytes => Base64.GetMaxEncodedToUtf8Length(bytes.Length),
        BinaryData data => Base64.GetMaxEncodedToUtf8Length(data.ToMemory().Length),
        _ => 0,
    });

    private static IEnumerable<(string Name, object Value)> Properties(ITableEntity entity)
    {
        if (entity is not TableEntity dictionary)
        {
            throw EntityReader.NotSupported(entity.GetType());
        }

        foreach (var (name, value) in (IEnumerable<KeyValuePair<string, object?>>)dictionary)
        {
            var system = name is nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey) or nameof(ITableEntity.Timestamp)
                || name.StartsWith("odata.", StringComparison.Ordinal);
            if (value is not null && !system)
            {
                yield return (name, value is Enum constant ? constant.ToString() : value);
            }
        }
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                WriteAnnotated(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                // Always annotated: a whole number would be stored as an integer otherwise.
                json.WriteString($"{name}@odata.type", "Edm.Double");
                json.WriteNumber(name, number);
                break;
            case double number:
                WriteAnnotated(json, name, "Edm.Double", double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                break;
            case DateTimeOffset time:
                WriteAnnotated(json, name, "Edm.DateTime", Format(time.UtcDateTime));
                break;
            case DateTime time:
                WriteAnnotated(json, name, "Edm.DateTime", Format(time));
                break;
            case Guid id:
                WriteAnnotated(json, name, "Edm.Guid", id.ToString("D", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                WriteBinary(json, name, bytes);
                break;
            case BinaryData data:
                WriteBinary(json, name, data.ToMemory().Span);
                break;
            default:
                throw new NotSupportedException($"Property '{name}' has the type {value.GetType()}, which a table cannot hold.");
        }
    }

    // Straight into the buffer: as a string 64 KiB of it would be 175 kB on the large object heap.
    private static void WriteBinary(Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes)
    {
        json.WriteString($"{name}@odata.type", "Edm.Binary");
        json.WriteBase64String(name, bytes);
    }

    private static void WriteAnnotated(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString($"{name}@odata.type", type);
        json.WriteString(name, value);
    }
}
