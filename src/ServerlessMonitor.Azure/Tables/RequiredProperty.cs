using Azure.Data.Tables;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>Reads properties that every row of a table has; a row without one was not written by the suite.</summary>
internal static class RequiredProperty
{
    public static string Text(this TableEntity entity, string name) => entity.GetString(name) ?? throw Missing(entity, name);

    public static byte[] Bytes(this TableEntity entity, string name) => entity.GetBinary(name) ?? throw Missing(entity, name);

    public static DateTimeOffset Instant(this TableEntity entity, string name) =>
        new(entity.GetInt64(name) ?? throw Missing(entity, name), TimeSpan.Zero);

    private static InvalidDataException Missing(TableEntity entity, string name) => new($"Row {entity.PartitionKey} · {entity.RowKey} has no {name}.");
}
