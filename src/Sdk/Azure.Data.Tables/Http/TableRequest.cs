using Azure.Core;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Http;

/// <summary>What one operation asks of the service.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">The path below the endpoint with its query, escaped.</param>
internal sealed record TableRequest(RequestMethod Method, string Path)
{
    /// <summary>The body, or null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The type of the body.</summary>
    public string ContentType { get; init; } = TableService.Json;

    /// <summary>The version that the entity must have; null for no such condition.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Whether the reply shall leave out what was just sent.</summary>
    public bool NoEcho { get; init; }

    public static TableRequest Insert(string table, ITableEntity entity) =>
        new(RequestMethod.Post, table) { Body = EntityWriter.Write(entity), NoEcho = true };

    public static TableRequest Update(string table, ITableEntity entity, TableUpdateMode mode, string? ifMatch) =>
        new(Verb(mode), Entity(table, entity.PartitionKey, entity.RowKey)) { Body = EntityWriter.Write(entity), IfMatch = ifMatch };

    public static TableRequest Delete(string table, string partitionKey, string rowKey, ETag ifMatch) =>
        new(RequestMethod.Delete, Entity(table, partitionKey, rowKey)) { IfMatch = (ifMatch == default ? ETag.All : ifMatch).ToString() };

    public static TableRequest Get(string table, string partitionKey, string rowKey, IEnumerable<string>? select) =>
        new(RequestMethod.Get, Entity(table, partitionKey, rowKey) + (select is null ? string.Empty : $"?$select={Uri.EscapeDataString(string.Join(',', select))}"));

    private static RequestMethod Verb(TableUpdateMode mode) => mode switch
    {
        TableUpdateMode.Merge => RequestMethod.Patch,
        TableUpdateMode.Replace => RequestMethod.Put,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not an update mode."),
    };

    private static string Entity(string table, string partitionKey, string rowKey)
    {
        EntityLimits.CheckKey(nameof(ITableEntity.PartitionKey), partitionKey);
        EntityLimits.CheckKey(nameof(ITableEntity.RowKey), rowKey);
        return $"{table}(PartitionKey='{Key(partitionKey)}',RowKey='{Key(rowKey)}')";
    }

    private static string Key(string key) => Uri.EscapeDataString(FilterLiteral.Escape(key));
}
