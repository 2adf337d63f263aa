using System.Collections.Concurrent;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Quarantine in memory.</summary>
public sealed class InMemoryQuarantine : IQuarantine
{
    /// <summary>The reasons by blob.</summary>
    public ConcurrentDictionary<BlobAddress, BatchProblem> Kept { get; } = new();

    public Task<BlobAddress> KeepAsync(BlobAddress blob, string eTag, BatchProblem problem, CancellationToken cancellationToken)
    {
        Kept[blob] = problem;
        return Task.FromResult(new BlobAddress("quarantine", $"{blob}.reason.json"));
    }
}
