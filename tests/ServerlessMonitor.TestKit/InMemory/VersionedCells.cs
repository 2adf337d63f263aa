using System.Collections.Concurrent;
using System.Globalization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Values with tags under compare-and-swap: what the in-memory stores are made of.</summary>
internal sealed class VersionedCells<T>
    where T : class
{
    private readonly ConcurrentDictionary<string, Versioned<T>> _cells = new(StringComparer.Ordinal);
    private long _lastTag;

    public IEnumerable<KeyValuePair<string, Versioned<T>>> InOrder => _cells.ToArray().OrderBy(cell => cell.Key, StringComparer.Ordinal);

    public Versioned<T>? Get(string key) => _cells.GetValueOrDefault(key);

    public string? TryPut(string key, T value, string? expectedTag)
    {
        var next = new Versioned<T>(value, Interlocked.Increment(ref _lastTag).ToString(CultureInfo.InvariantCulture));
        if (expectedTag is null)
        {
            return _cells.TryAdd(key, next) ? next.Tag : null;
        }

        return _cells.TryGetValue(key, out Versioned<T>? present) && present.Tag == expectedTag && _cells.TryUpdate(key, next, present) ? next.Tag : null;
    }

    public void Put(string key, T value) =>
        _cells[key] = new Versioned<T>(value, Interlocked.Increment(ref _lastTag).ToString(CultureInfo.InvariantCulture));

    public bool TryRestore(string key, Versioned<T> cell) => _cells.TryAdd(key, cell);

    public bool TryRemove(string key, string tag) =>
        _cells.TryGetValue(key, out Versioned<T>? present) && present.Tag == tag && _cells.TryRemove(new KeyValuePair<string, Versioned<T>>(key, present));

    public void Remove(string key) => _cells.TryRemove(key, out _);
}
