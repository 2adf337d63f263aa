using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>The ledger in memory.</summary>
public sealed class InMemoryIngestLedger : IIngestLedger
{
    private readonly VersionedCells<LedgerEntry> _entries = new();

    public Task<Versioned<LedgerEntry>?> GetAsync(BlobAddress blob, CancellationToken cancellationToken) => Task.FromResult(_entries.Get(Key(blob)));

    public Task<Versioned<LedgerEntry>?> GetAsync(string container, string batchId, CancellationToken cancellationToken) => Task.FromResult(_entries.Get($"{container}/{batchId}"));

    public Task<string?> TryWriteAsync(LedgerEntry entry, string? expectedTag, CancellationToken cancellationToken) =>
        Task.FromResult(_entries.TryPut(Key(entry.Blob), entry, expectedTag));

    public Task<IReadOnlyDictionary<string, string>> GetCountedVersionsAsync(
        string container, IReadOnlyCollection<string> batchIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(batchIds
            .Select(id => (Id: id, Entry: _entries.Get($"{container}/{id}")?.Value))
            .Where(pair => pair.Entry is { Counts: true })
            .ToDictionary(pair => pair.Id, pair => pair.Entry!.CountedVersion, StringComparer.Ordinal));

    public async IAsyncEnumerable<LedgerEntry> ListAsync(string container, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach ((_, Versioned<LedgerEntry> entry) in _entries.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.Value.Blob.Container == container)
            {
                yield return entry.Value;
            }
        }
    }

    private static string Key(BlobAddress blob) => $"{blob.Container}/{blob.BatchId}";
}
