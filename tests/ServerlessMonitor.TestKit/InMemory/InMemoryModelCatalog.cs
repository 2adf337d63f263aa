using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>The catalog in memory.</summary>
public sealed class InMemoryModelCatalog : IModelCatalog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ModelVersion, CatalogEntry> _entries = [];

    public Task<long> NoteBatchAsync(ModelVersion model, TimeWindow events, DateTimeOffset arrivedAt, CancellationToken cancellationToken) =>
        Task.FromResult(Change(model, known => known?.Including(events, arrivedAt) ?? CatalogEntry.First(model, events, arrivedAt)));

    public Task NoteSupersededAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        Change(model, known => known?.Superseding());
        return Task.CompletedTask;
    }

    public Task NoteEvaluatedAsync(ModelVersion model, EvaluatedSpan span, CancellationToken cancellationToken)
    {
        Change(model, known => known?.AfterEvaluating(span));
        return Task.CompletedTask;
    }

    public Task<CatalogEntry?> GetAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_entries.GetValueOrDefault(model));
        }
    }

    public async IAsyncEnumerable<CatalogEntry> ListAsync(string? model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        CatalogEntry[] entries;
        lock (_lock)
        {
            entries = [.. _entries.Values.Where(entry => model is null || entry.Model.Model == model)];
        }

        foreach (CatalogEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    private long Change(ModelVersion model, Func<CatalogEntry?, CatalogEntry?> change)
    {
        lock (_lock)
        {
            if (change(_entries.GetValueOrDefault(model)) is not { } entry)
            {
                return 0;
            }

            _entries[model] = entry;
            return entry.Sequence;
        }
    }
}
