using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>The catalog in memory.</summary>
public sealed class InMemoryModelCatalog : IModelCatalog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ModelVersion, CatalogEntry> _entries = [];

    public Task NoteBatchAsync(ModelVersion model, TimeWindow events, DateTimeOffset arrivedAt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _entries[model] = _entries.TryGetValue(model, out CatalogEntry? entry)
                ? entry.Including(events, arrivedAt)
                : new CatalogEntry(model, events, arrivedAt);
        }

        return Task.CompletedTask;
    }

    public Task<CatalogEntry?> GetAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_entries.GetValueOrDefault(model));
        }
    }

    public async IAsyncEnumerable<CatalogEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        CatalogEntry[] entries;
        lock (_lock)
        {
            entries = [.. _entries.Values];
        }

        foreach (CatalogEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }
}
