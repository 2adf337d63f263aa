using System.Collections;

namespace Azure.Data.Tables;

public sealed partial class TableEntity : IDictionary<string, object?>
{
    /// <summary>How many properties there are, keys, timestamp and ETag included where they are set.</summary>
    public int Count => _properties.Count;

    /// <summary>The names of the properties.</summary>
    public ICollection<string> Keys => _properties.Keys;

    ICollection<object?> IDictionary<string, object?>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object?>>.IsReadOnly => false;

    /// <summary>The property called <paramref name="key"/>, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">A value is set whose type is not that of the value that is there.</exception>
    public object? this[string key]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            return _properties.GetValueOrDefault(key);
        }

        set
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            _properties[key] = value is not null && _properties.GetValueOrDefault(key) is { } existing ? Coerce(existing, value) : value;
        }
    }

    /// <summary>Adds a property.</summary>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    public void Add(string key, object? value) => _properties.Add(key, value);

    /// <summary>Removes all properties, the keys included.</summary>
    public void Clear() => _properties.Clear();

    /// <summary>Whether there is a property called <paramref name="key"/>.</summary>
    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    /// <summary>Removes the property called <paramref name="key"/>; false when there is none.</summary>
    public bool Remove(string key) => _properties.Remove(key);

    /// <summary>The property called <paramref name="key"/>; false when there is none.</summary>
    public bool TryGetValue(string key, out object? value) => _properties.TryGetValue(key, out value);

    void ICollection<KeyValuePair<string, object?>>.Add(KeyValuePair<string, object?> item) => _properties.Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object?>>.Contains(KeyValuePair<string, object?> item) => ((ICollection<KeyValuePair<string, object?>>)_properties).Contains(item);

    void ICollection<KeyValuePair<string, object?>>.CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object?>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object?>>.Remove(KeyValuePair<string, object?> item) => ((ICollection<KeyValuePair<string, object?>>)_properties).Remove(item);

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();
}
