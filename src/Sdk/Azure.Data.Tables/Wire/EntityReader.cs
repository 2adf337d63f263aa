using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Wire;

/// <summary>Entities out of the service's JSON.</summary>
internal static class EntityReader
{
    private const string TypeSuffix = "@odata.type";

    /// <summary>Fails for an entity type of the caller's own, before anything is sent.</summary>
    public static void EnsureSupported<T>()
        where T : ITableEntity
    {
        if (typeof(T) != typeof(TableEntity) && typeof(T) != typeof(ITableEntity))
        {
            throw NotSupported(typeof(T));
        }
    }

    public static NotSupportedException NotSupported(Type type) =>
        new($"This subset of Azure.Data.Tables reads and writes TableEntity only, not {type}.");

    /// <summary>The entity that is the whole body.</summary>
    public static T ReadOne<T>(Response response)
        where T : class, ITableEntity
    {
        using var document = JsonDocument.Parse(response.Content.ToMemory());
        return (T)(ITableEntity)Read(document.RootElement);
    }

    /// <summary>The entities of a page.</summary>
    public static List<T> ReadPage<T>(Response response)
        where T : class, ITableEntity
    {
        using var document = JsonDocument.Parse(response.Content.ToMemory());
        var values = document.RootElement.GetProperty("value");
        var entities = new List<T>(values.GetArrayLength());
        foreach (var value in values.EnumerateArray())
        {
            entities.Add((T)(ITableEntity)Read(value));
        }

        return entities;
    }

    private static TableEntity Read(JsonElement json)
    {
        // Types first: nothing promises that an annotation comes before its property.
        var types = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            {
                types[property.Name[..^TypeSuffix.Length]] = property.Value.GetString();
            }
        }

        var entity = new TableEntity();
        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            var annotation = name.Contains('@', StringComparison.Ordinal)
                || (name.StartsWith("odata.", StringComparison.Ordinal) && !string.Equals(name, "odata.etag", StringComparison.Ordinal));
            if (!annotation && property.Value.ValueKind != JsonValueKind.Null)
            {
                var type = string.Equals(name, nameof(ITableEntity.Timestamp), StringComparison.Ordinal) ? "Edm.DateTime" : types.GetValueOrDefault(name);
                entity[name] = Value(property.Value, type);
            }
        }

        return entity;
    }

    private static object Value(JsonElement json, string? type) => type switch
    {
        "Edm.Int64" => json.ValueKind == JsonValueKind.String ? long.Parse(json.GetString()!, CultureInfo.InvariantCulture) : json.GetInt64(),
        "Edm.Double" => json.ValueKind == JsonValueKind.String ? ParseDouble(json.GetString()!) : json.GetDouble(),
        "Edm.DateTime" => DateTimeOffset.Parse(json.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        "Edm.Guid" => json.GetGuid(),
        "Edm.Binary" => json.GetBytesFromBase64(),
        _ => json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
            JsonValueKind.Number when json.TryGetInt32(out var number) => number,
            JsonValueKind.Number when json.TryGetInt64(out var number) => number,
            JsonValueKind.Number => json.GetDouble(),
            _ => json.GetString()!,
        },
    };

    private static double ParseDouble(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
