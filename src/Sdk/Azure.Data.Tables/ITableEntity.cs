namespace Azure.Data.Tables;

/// <summary>What every entity of a table has.</summary>
public interface ITableEntity
{
    /// <summary>The partition: entities with the same value can be changed together in a transaction.</summary>
    string PartitionKey { get; set; }

    /// <summary>The row: unique within its partition.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last changed the entity; null before it was read. Ignored on writes.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version of the entity as it was read: pass it back to change the entity only if nobody else has.</summary>
    ETag ETag { get; set; }
}
