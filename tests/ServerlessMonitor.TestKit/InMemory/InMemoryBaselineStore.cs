using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Baselines in memory.</summary>
public sealed class InMemoryBaselineStore : IBaselineStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ModelVersion, StoredBaseline> _latest = [];

    public Task PutAsync(StoredBaseline baseline, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            bool older = _latest.TryGetValue(baseline.Model, out StoredBaseline? stored) && stored.CreatedAt > baseline.CreatedAt;
            if (!older)
            {
                _latest[baseline.Model] = baseline;
            }
        }

        return Task.CompletedTask;
    }

    public Task<StoredBaseline?> GetAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_latest.GetValueOrDefault(model));
        }
    }

    public Task RemoveAsync(ModelVersion model, string source, string eTag, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_latest.TryGetValue(model, out StoredBaseline? stored) && stored.Source == source && stored.ETag == eTag)
            {
                _latest.Remove(model);
            }
        }

        return Task.CompletedTask;
    }
}
