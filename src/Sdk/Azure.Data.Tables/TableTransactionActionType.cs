namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Adds the entity; fails when it exists.</summary>
    Add = 0,

    /// <summary>Merges into the entity; fails when it does not exist or its ETag differs. Without an ETag it adds what does not exist: pass <c>ETag.All</c> to prevent that.</summary>
    UpdateMerge = 1,

    /// <summary>Replaces the entity; fails when it does not exist or its ETag differs. Without an ETag it adds what does not exist: pass <c>ETag.All</c> to prevent that.</summary>
    UpdateReplace = 2,

    /// <summary>Deletes the entity; fails when it does not exist or its ETag differs.</summary>
    Delete = 3,

    /// <summary>Merges into the entity, or adds it.</summary>
    UpsertMerge = 4,

    /// <summary>Replaces the entity, or adds it.</summary>
    UpsertReplace = 5,
}
