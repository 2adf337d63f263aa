using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest;

/// <summary>Which blobs are known, in which version. Every write is a compare-and-swap.</summary>
public interface IIngestLedger
{
    /// <summary>The entry of a blob, or null when it is not known.</summary>
    Task<Versioned<LedgerEntry>?> GetAsync(BlobAddress blob, CancellationToken cancellationToken);

    /// <summary>The entry of a batch by its id, or null when it is not known.</summary>
    /// <param name="container">The container the batch is in.</param>
    /// <param name="batchId">Value of <see cref="BlobAddress.BatchId"/>.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<Versioned<LedgerEntry>?> GetAsync(string container, string batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the entry if it is still as it was read: <paramref name="expectedTag"/> is the tag from <see cref="GetAsync(BlobAddress, CancellationToken)"/>, or null when
    /// there must be none.
    /// </summary>
    /// <returns>The new tag; null when somebody else was faster.</returns>
    Task<string?> TryWriteAsync(LedgerEntry entry, string? expectedTag, CancellationToken cancellationToken);

    /// <summary>The version that counts (<see cref="LedgerEntry.CountedVersion"/>) of each of the batches; batches that do not count are absent.</summary>
    /// <param name="container">The container the batches are in.</param>
    /// <param name="batchIds">Values of <see cref="BlobAddress.BatchId"/>.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<IReadOnlyDictionary<string, string>> GetCountedVersionsAsync(string container, IReadOnlyCollection<string> batchIds, CancellationToken cancellationToken);

    /// <summary>Every entry of a container, in no particular order.</summary>
    IAsyncEnumerable<LedgerEntry> ListAsync(string container, CancellationToken cancellationToken);
}
