using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Compacted profiles in memory.</summary>
public sealed class InMemoryCompactedStore : ICompactedStore
{
    private readonly VersionedCells<CompactedProfile> _profiles = new();

    /// <summary>What was read so far.</summary>
    public int Reads { get; private set; }

    public Task PutAsync(CompactedProfile profile, CancellationToken cancellationToken)
    {
        _profiles.Put(Key(profile.Key), profile with { Body = profile.Body.ToArray() });
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<CompactedKey> ListAsync(
        ModelVersion model, CompactedSpan span, TimeWindow range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach ((_, Versioned<CompactedProfile> profile) in _profiles.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CompactedKey key = profile.Value.Key;
            if (key.Model == model && key.Span == span && range.Contains(key.Start))
            {
                yield return key;
            }
        }
    }

    public Task<CompactedProfile?> GetAsync(CompactedKey key, CancellationToken cancellationToken)
    {
        CompactedProfile? found = _profiles.Get(Key(key))?.Value is { } profile && profile.Key == key ? profile : null;
        Reads += found is null ? 0 : 1;
        return Task.FromResult(found);
    }

    public Task RemoveAsync(CompactedKey key, CancellationToken cancellationToken)
    {
        _profiles.Remove(Key(key));
        return Task.CompletedTask;
    }

    private static string Key(CompactedKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Model}~{key.Span}~{key.Start.UtcTicks:D19}");
}
