using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Compares the containers with the ledger and announces what no event did. In Azure it is the safety net behind Event Grid; on a laptop it is the source of events.
/// </summary>
public sealed class SweepRun(
    IBlobSource blobs,
    IIngestLedger ledger,
    IBatchIndex index,
    IWorkQueue queue,
    PoisonWatch poison,
    AlertingWatch alerting,
    TimeProvider clock,
    ILogger<SweepRun> logger)
{
    // Only spares needless messages: a blob whose message was lost is announced again after this, on any instance at once.
    private static readonly TimeSpan AnnounceAgainAfter = TimeSpan.FromMinutes(5);

    // Whoever posts a batch announces it; the sweep leaves it a moment.
    private static readonly TimeSpan YoungestBlob = TimeSpan.FromSeconds(1);

    // What is read at once needs no row that says that it waits.
    private static readonly TimeSpan WaitsAfter = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(BlobAddress Blob, string ETag), DateTimeOffset> _announced = new();

    /// <summary>Sweeps every container.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Forget();
        foreach (string container in (string[])[BlobContainers.Monitors, BlobContainers.Baselines, BlobContainers.Predictions, BlobContainers.Labels])
        {
            int announced = await SweepAsync(container, cancellationToken);
            if (announced > 0)
            {
                Log.Swept(logger, container, announced);
            }
        }

        await poison.LookAsync(cancellationToken);
        await alerting.LookAsync(cancellationToken);
    }

    private async Task<int> SweepAsync(string container, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, LedgerEntry>(StringComparer.Ordinal);
        await foreach (LedgerEntry entry in ledger.ListAsync(container, cancellationToken))
        {
            known[entry.Blob.Path] = entry;
        }

        int announced = 0;
        DateTimeOffset oldEnough = clock.GetUtcNow() - YoungestBlob;
        await foreach (BlobListing blob in blobs.ListAsync(container, prefix: null, cancellationToken))
        {
            if (blob.IsFolder)
            {
                continue;
            }

            bool isKnown = known.Remove(blob.Address.Path, out LedgerEntry? entry)
                && entry!.ETag == blob.ETag && entry.State is LedgerState.Live or LedgerState.Quarantined && entry.Announced;
            if (!isKnown && blob.LastModified <= oldEnough)
            {
                announced += await AnnounceAsync(new BlobEvent(blob.Address, BlobEventKind.Created), blob.ETag, cancellationToken);
                await NoteWaitingAsync(blob, entry, cancellationToken);
            }
        }

        foreach (LedgerEntry gone in known.Values.Where(entry => entry.State is LedgerState.Live or LedgerState.Quarantined || !entry.Announced))
        {
            announced += await AnnounceAsync(new BlobEvent(gone.Blob, BlobEventKind.Deleted), gone.ETag, cancellationToken);
        }

        return announced;
    }

    private async Task NoteWaitingAsync(BlobListing blob, LedgerEntry? known, CancellationToken cancellationToken)
    {
        bool isAnsweredSoon = known is { Announced: false } && known.ETag == blob.ETag;
        if (blob.Address.Container != BlobContainers.Monitors && !isAnsweredSoon && blob.LastModified <= clock.GetUtcNow() - WaitsAfter
            && _announced.TryAdd((blob.Address, $"waits {blob.ETag}"), clock.GetUtcNow()))
        {
            await index.NoteAsync(BatchRecord.Waiting(blob, known), cancellationToken);
        }
    }

    private async Task<int> AnnounceAsync(BlobEvent blobEvent, string eTag, CancellationToken cancellationToken)
    {
        if (!_announced.TryAdd((blobEvent.Blob, $"{blobEvent.Kind} {eTag}"), clock.GetUtcNow()))
        {
            return 0;
        }

        await queue.EnqueueIngestAsync(blobEvent, cancellationToken);
        return 1;
    }

    private void Forget()
    {
        DateTimeOffset before = clock.GetUtcNow() - AnnounceAgainAfter;
        foreach (((BlobAddress, string) key, DateTimeOffset at) in _announced)
        {
            if (at < before)
            {
                _announced.TryRemove(key, out _);
            }
        }
    }
}
