using System.Collections.Concurrent;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Quarantine in memory.</summary>
public sealed class InMemoryQuarantine : IQuarantine
{
    private readonly ConcurrentDictionary<BlobAddress, string> _versions = new();

    /// <summary>The reasons by blob.</summary>
    public ConcurrentDictionary<BlobAddress, BatchProblem> Kept { get; } = new();

    public Task<BlobAddress> KeepAsync(BlobAddress blob, string eTag, BatchProblem problem, CancellationToken cancellationToken)
    {
        Kept[blob] = problem;
        _versions[blob] = eTag;
        return Task.FromResult(new BlobAddress("quarantine", $"{blob}.reason.json"));
    }

    public Task RemoveAsync(BlobAddress blob, string eTag, CancellationToken cancellationToken)
    {
        if (_versions.TryGetValue(blob, out string? kept) && kept == eTag)
        {
            Kept.TryRemove(blob, out _);
        }

        return Task.CompletedTask;
    }
}
