using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>The JSON of small values that only the stores read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DatasetSchema))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
[JsonSerializable(typeof(Dictionary<string, double?>))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    public static byte[] WriteSchema(DatasetSchema schema) => JsonSerializer.SerializeToUtf8Bytes(schema, Default.DatasetSchema);

    public static DatasetSchema ReadSchema(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.DatasetSchema) ?? throw new InvalidDataException("A stored schema is null.");

    public static byte[] WriteSegmentValues(SegmentValues values) =>
        JsonSerializer.SerializeToUtf8Bytes(values.ByColumn, Default.IReadOnlyDictionaryStringIReadOnlyListString);

    public static SegmentValues ReadSegmentValues(ReadOnlySpan<byte> json) =>
        new(JsonSerializer.Deserialize(json, Default.IReadOnlyDictionaryStringIReadOnlyListString) ?? throw new InvalidDataException("Stored segment values are null."));
}
