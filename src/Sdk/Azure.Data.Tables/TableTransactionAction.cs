namespace Azure.Data.Tables;

/// <summary>One of the up to 100 changes that a transaction makes together.</summary>
public class TableTransactionAction
{
    /// <summary>An action without a condition on the entity's version.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default)
    {
    }

    /// <summary>An action that, for updates and deletes, holds only for the version <paramref name="etag"/>; <c>ETag.All</c> stands for any, the default for no condition.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What is done.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The entity it is done to.</summary>
    public ITableEntity Entity { get; }

    /// <summary>The version that the entity must have.</summary>
    public ETag ETag { get; }
}
