namespace Azure.Data.Tables.Models;

/// <summary>The codes of errors that the table service names, to compare <see cref="RequestFailedException.ErrorCode"/> with.</summary>
public readonly struct TableErrorCode : IEquatable<TableErrorCode>
{
    private readonly string _value;

    /// <summary>A code by its name.</summary>
    public TableErrorCode(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>The actions of a transaction name more than one partition.</summary>
    public static TableErrorCode CommandsInBatchActOnDifferentPartitions { get; } = new("CommandsInBatchActOnDifferentPartitions");

    /// <summary>The entity exists.</summary>
    public static TableErrorCode EntityAlreadyExists { get; } = new("EntityAlreadyExists");

    /// <summary>The entity does not exist.</summary>
    public static TableErrorCode EntityNotFound { get; } = new("EntityNotFound");

    /// <summary>The entity is larger than 1 MiB.</summary>
    public static TableErrorCode EntityTooLarge { get; } = new("EntityTooLarge");

    /// <summary>The caller may not do this.</summary>
    public static TableErrorCode Forbidden { get; } = new("Forbidden");

    /// <summary>A transaction names one entity twice.</summary>
    public static TableErrorCode InvalidDuplicateRow { get; } = new("InvalidDuplicateRow");

    /// <summary>An input is not valid.</summary>
    public static TableErrorCode InvalidInput { get; } = new("InvalidInput");

    /// <summary>A value is not of the type it is said to be.</summary>
    public static TableErrorCode InvalidValueType { get; } = new("InvalidValueType");

    /// <summary>A key is longer than 1 KiB.</summary>
    public static TableErrorCode KeyValueTooLarge { get; } = new("KeyValueTooLarge");

    /// <summary>The service did not finish in time.</summary>
    public static TableErrorCode OperationTimedOut { get; } = new("OperationTimedOut");

    /// <summary>An input is out of range.</summary>
    public static TableErrorCode OutOfRangeInput { get; } = new("OutOfRangeInput");

    /// <summary>An entity lacks a key.</summary>
    public static TableErrorCode PropertiesNeedValue { get; } = new("PropertiesNeedValue");

    /// <summary>The name of a property is not an identifier.</summary>
    public static TableErrorCode PropertyNameInvalid { get; } = new("PropertyNameInvalid");

    /// <summary>The name of a property is longer than 255 characters.</summary>
    public static TableErrorCode PropertyNameTooLong { get; } = new("PropertyNameTooLong");

    /// <summary>The value of a property is larger than 64 KiB.</summary>
    public static TableErrorCode PropertyValueTooLarge { get; } = new("PropertyValueTooLarge");

    /// <summary>The entity does not exist.</summary>
    public static TableErrorCode ResourceNotFound { get; } = new("ResourceNotFound");

    /// <summary>The table exists.</summary>
    public static TableErrorCode TableAlreadyExists { get; } = new("TableAlreadyExists");

    /// <summary>The table is being deleted.</summary>
    public static TableErrorCode TableBeingDeleted { get; } = new("TableBeingDeleted");

    /// <summary>The table does not exist.</summary>
    public static TableErrorCode TableNotFound { get; } = new("TableNotFound");

    /// <summary>The entity has more than 252 properties of its own.</summary>
    public static TableErrorCode TooManyProperties { get; } = new("TooManyProperties");

    /// <summary>The entity has another ETag by now.</summary>
    public static TableErrorCode UpdateConditionNotSatisfied { get; } = new("UpdateConditionNotSatisfied");

    /// <summary>Whether both name the same code; case does not matter.</summary>
    public static bool operator ==(TableErrorCode left, TableErrorCode right) => left.Equals(right);

    /// <summary>Whether they name different codes.</summary>
    public static bool operator !=(TableErrorCode left, TableErrorCode right) => !left.Equals(right);

    /// <summary>Whether <paramref name="value"/> names this code.</summary>
    public static bool operator ==(TableErrorCode code, string? value) => value is not null && code.Equals(value);

    /// <summary>Whether <paramref name="value"/> does not name this code.</summary>
    public static bool operator !=(TableErrorCode code, string? value) => !(code == value);

    /// <summary>Whether <paramref name="value"/> names this code.</summary>
    public static bool operator ==(string? value, TableErrorCode code) => code == value;

    /// <summary>Whether <paramref name="value"/> does not name this code.</summary>
    public static bool operator !=(string? value, TableErrorCode code) => !(code == value);

    /// <summary>A code by its name.</summary>
    public static implicit operator TableErrorCode(string value) => new(value);

    /// <inheritdoc />
    public bool Equals(TableErrorCode other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is TableErrorCode other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    /// <inheritdoc />
    public override string ToString() => _value;
}
