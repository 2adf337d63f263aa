using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>An entity as a dictionary of its properties: string, int, long, double, bool, DateTimeOffset, Guid and byte[].</summary>
/// <remarks>Not thread-safe. A property that is null is not sent.</remarks>
public sealed partial class TableEntity : ITableEntity
{
    private const string ETagProperty = "odata.etag";
    private readonly Dictionary<string, object?> _properties;

    /// <summary>An entity without keys.</summary>
    public TableEntity()
        : this(null)
    {
    }

    /// <summary>An entity with its keys.</summary>
    public TableEntity(string partitionKey, string rowKey)
        : this(null)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

#nullable disable annotations
    /// <summary>An entity with these properties, which may include the keys.</summary>
    public TableEntity(IDictionary<string, object> values)
#nullable restore annotations
    {
        _properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (values is not null)
        {
            foreach (var (name, value) in values)
            {
                _properties[name] = value;
            }
        }
    }

    /// <inheritdoc />
    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey))!;
        set => _properties[nameof(PartitionKey)] = value;
    }

    /// <inheritdoc />
    public string RowKey
    {
        get => GetString(nameof(RowKey))!;
        set => _properties[nameof(RowKey)] = value;
    }

    /// <inheritdoc />
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(nameof(Timestamp));
        set => _properties[nameof(Timestamp)] = value;
    }

    /// <inheritdoc />
    public ETag ETag
    {
        get => GetString(ETagProperty) is { } value ? new ETag(value) : default;
        set => _properties[ETagProperty] = value.ToString();
    }

    /// <summary>The string called <paramref name="key"/>, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public string? GetString(string key) => Value<string>(key);

    /// <summary>The bytes called <paramref name="key"/>, or null when there are none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public byte[]? GetBinary(string key) => this[key] is BinaryData data ? data.ToArray() : Value<byte[]>(key);

    /// <summary>The bytes called <paramref name="key"/>, or null when there are none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public BinaryData? GetBinaryData(string key) => this[key] is byte[] bytes ? BinaryData.FromBytes(bytes) : Value<BinaryData>(key);

    /// <summary>The truth value called <paramref name="key"/>, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public bool? GetBoolean(string key) => NullableValue<bool>(key);

    /// <summary>The time called <paramref name="key"/>, in UTC, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public DateTime? GetDateTime(string key) => this[key] is DateTimeOffset time ? time.UtcDateTime : NullableValue<DateTime>(key);

    /// <summary>The time called <paramref name="key"/>, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public DateTimeOffset? GetDateTimeOffset(string key) => this[key] is DateTime time ? new DateTimeOffset(time) : NullableValue<DateTimeOffset>(key);

    /// <summary>The number called <paramref name="key"/>, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public double? GetDouble(string key) => NullableValue<double>(key);

    /// <summary>The id called <paramref name="key"/>, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public Guid? GetGuid(string key) => NullableValue<Guid>(key);

    /// <summary>The number called <paramref name="key"/>, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public int? GetInt32(string key) => NullableValue<int>(key);

    /// <summary>The number called <paramref name="key"/>, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public long? GetInt64(string key) => NullableValue<long>(key);

    private static InvalidOperationException WrongType(string key, Type wanted, object found) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Cannot return {wanted} type for a {found.GetType()} typed property ('{key}')."));

    // A property keeps its type: the service stores what is sent, and readers ask for one type.
    private static object Coerce(object existing, object value) => (existing, value) switch
    {
        _ when existing.GetType() == value.GetType() => value,
        (int, double or long) => value,
        (double, int number) => (double)number,
        (long, int number) => (long)number,
        _ => throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"Value of type {existing.GetType()} is not convertible to {value.GetType()}.")),
    };

    private T? Value<T>(string key)
        where T : class => this[key] switch
        {
            null => null,
            T value => value,
            var other => throw WrongType(key, typeof(T), other),
        };

    private T? NullableValue<T>(string key)
        where T : struct => this[key] switch
        {
            null => null,
            T value => value,
            var other => throw WrongType(key, typeof(T), other),
        };
}
