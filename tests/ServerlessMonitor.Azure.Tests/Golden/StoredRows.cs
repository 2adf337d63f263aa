using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace ServerlessMonitor.Azure.Tests.Golden;

/// <summary>
/// Rows of a table as JSON that people can review: every property with its type, and the body unpacked. What the compressor made of the body is kept beside it, to be
/// read, but not compared: another version of it may pack the same bytes otherwise.
/// </summary>
internal static class StoredRows
{
    private const string Body = "body";
    private const string Packed = "packed";
    private const string CountProperty = "BodyChunks";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The rows of a table, by key.</summary>
    public static async Task<byte[]> ReadAsync(TableClient table)
    {
        var rows = new JsonArray();
        await foreach (TableEntity entity in table.QueryAsync<TableEntity>((string?)null))
        {
            rows.Add((JsonNode)Row(entity));
        }

        return JsonSerializer.SerializeToUtf8Bytes(rows, Indented);
    }

    /// <summary>Whether two such files hold the same rows.</summary>
    public static bool AreSame(byte[] one, byte[] other) => JsonNode.DeepEquals(WithoutPacked(one), WithoutPacked(other));

    /// <summary>Writes the rows of a file into a table as they are.</summary>
    public static async Task WriteAsync(TableClient table, byte[] file)
    {
        foreach (JsonObject row in JsonNode.Parse(file)!.AsArray().OfType<JsonObject>())
        {
            await table.AddEntityAsync(Entity(row), CancellationToken.None);
        }
    }

    private static JsonObject Row(TableEntity entity)
    {
        var row = new JsonObject { ["partitionKey"] = entity.PartitionKey, ["rowKey"] = entity.RowKey };
        var packed = new JsonArray();
        foreach (string name in entity.Keys.Except(["PartitionKey", "RowKey", "Timestamp", "odata.etag"]).Order(StringComparer.Ordinal))
        {
            if (IsChunk(name))
            {
                packed.Add((JsonNode)JsonValue.Create(Convert.ToBase64String(entity.GetBinary(name)!)));
            }
            else
            {
                row[name] = Value(entity[name]!);
            }
        }

        if (entity.GetInt32(CountProperty) is { } count)
        {
            byte[] body = Unpack([.. Enumerable.Range(0, count).SelectMany(index => entity.GetBinary(string.Create(CultureInfo.InvariantCulture, $"B{index}"))!)]);
            row[Body] = JsonNode.Parse(body);
            row[Packed] = packed;
        }

        return row;
    }

    private static bool IsChunk(string name) => name.Length > 1 && name[0] == 'B' && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static JsonNode? Value(object value) => value switch
    {
        string or bool or int => JsonValue.Create(value),
        long number => new JsonObject { ["int64"] = number.ToString(CultureInfo.InvariantCulture) },
        byte[] bytes => new JsonObject { ["binary"] = Convert.ToBase64String(bytes) },
        DateTimeOffset instant => new JsonObject { ["dateTime"] = instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) },
        _ => throw new InvalidOperationException($"No stored row has had a {value.GetType()} so far."),
    };

    private static TableEntity Entity(JsonObject row)
    {
        var entity = new TableEntity((string)row["partitionKey"]!, (string)row["rowKey"]!);
        foreach ((string name, JsonNode? value) in row.Where(property => property.Key is not ("partitionKey" or "rowKey" or Body or Packed)))
        {
            entity[name] = value switch
            {
                JsonObject typed when typed["int64"] is { } number => long.Parse((string)number!, CultureInfo.InvariantCulture),
                JsonObject typed when typed["binary"] is { } bytes => Convert.FromBase64String((string)bytes!),
                JsonObject typed when typed["dateTime"] is { } instant => DateTimeOffset.Parse((string)instant!, CultureInfo.InvariantCulture),
                JsonValue plain => plain.GetValueKind() switch
                {
                    JsonValueKind.String => (string)plain!,
                    JsonValueKind.Number => (int)plain,
                    _ => (object)(bool)plain,
                },
                _ => throw new InvalidOperationException($"{name} has no known type."),
            };
        }

        int chunk = 0;
        foreach (JsonNode? bytes in row[Packed]?.AsArray() ?? [])
        {
            entity[string.Create(CultureInfo.InvariantCulture, $"B{chunk++}")] = Convert.FromBase64String((string)bytes!);
        }

        return entity;
    }

    private static JsonArray WithoutPacked(byte[] file)
    {
        JsonArray rows = JsonNode.Parse(file)!.AsArray();
        foreach (JsonObject row in rows.OfType<JsonObject>())
        {
            row.Remove(Packed);
        }

        return rows;
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var body = new MemoryStream();
        brotli.CopyTo(body);
        return body.ToArray();
    }
}
