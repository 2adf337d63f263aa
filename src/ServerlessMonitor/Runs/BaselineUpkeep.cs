using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Runs;

/// <summary>Makes the kept baselines those of the blobs that are there.</summary>
public sealed class BaselineUpkeep(IBlobSource blobs, IIngestLedger ledger, IBaselineStore baselines, IModelCatalog catalog, MonitorCatalog monitors, IWorkQueue queue)
{
    private const string Prefix = BlobContainers.Baselines + "/";

    /// <summary>The version whose profile is the baseline, if the blob has given one: an unreadable version leaves the one before in force.</summary>
    internal static string? KeptVersion(LedgerEntry? entry) => entry?.Blob.Container != BlobContainers.Baselines ? null
        : entry.State == LedgerState.Live ? entry.ETag
        : entry.SupersededETag;

    /// <summary>Looks at every model version that has a baseline blob, or has had one.</summary>
    public async Task MendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        IEnumerable<ModelVersion> models = entries.Select(entry => entry.Model).OfType<ModelVersion>();
        var all = new HashSet<ModelVersion>(models);
        await foreach (CatalogEntry version in catalog.ListAsync(model: null, cancellationToken))
        {
            all.Add(version.Model);
        }

        foreach (ModelVersion model in all)
        {
            await MendAsync(model, [.. entries.Where(entry => entry.Model == model)], cancellationToken);
        }
    }

    private async Task MendAsync(ModelVersion model, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        StoredBaseline? stored = await baselines.GetAsync(model, cancellationToken);
        if (stored is not null && await IsOrphanAsync(stored, cancellationToken))
        {
            await baselines.RemoveAsync(model, stored.Source, stored.ETag, cancellationToken);
            stored = await baselines.GetAsync(model, cancellationToken);
            if (stored is null && await catalog.GetAsync(model, cancellationToken) is { } data)
            {
                await queue.EnqueueEvaluateAsync(new EvaluateRequest(model, data.Recent), cancellationToken);
            }
        }

        if (stored is not null && await LacksPiecesAsync(model, stored, cancellationToken)
            && entries.FirstOrDefault(entry => entry is { State: LedgerState.Live, Announced: true } && entry.ETag == stored.ETag) is { } source)
        {
            await KeepAgainAsync(source, cancellationToken);
            return;
        }

        LedgerEntry? newest = entries.Where(entry => entry is { State: LedgerState.Live, Announced: true }).MaxBy(entry => entry.ModifiedAt);
        if (newest is not null && (stored is null || stored.CreatedAt < newest.ModifiedAt))
        {
            await KeepAgainAsync(newest, cancellationToken);
        }
    }

    /// <summary>Whether the monitor file names another season, another zone for it, or other segments, than those by which the baseline was taken apart.</summary>
    private async Task<bool> LacksPiecesAsync(ModelVersion model, StoredBaseline stored, CancellationToken cancellationToken)
    {
        MonitorFileResult monitor = await monitors.GetAsync(model.Model, cancellationToken);
        return monitor is { IsValid: true, Definition: { Baseline.Season: not null } or { Segments.Count: > 0 } } && stored.PartsKey != BaselinePieces.KeyOf(monitor.Definition);
    }

    /// <summary>Whether the baseline is of a version that is neither in the ledger nor there to be read.</summary>
    private async Task<bool> IsOrphanAsync(StoredBaseline stored, CancellationToken cancellationToken)
    {
        if (!stored.Source.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var address = new BlobAddress(BlobContainers.Baselines, stored.Source[Prefix.Length..]);
        Versioned<LedgerEntry>? entry = await ledger.GetAsync(address, cancellationToken);
        return KeptVersion(entry?.Value) != stored.ETag && await blobs.GetETagAsync(address, cancellationToken) != stored.ETag;
    }

    /// <summary>The entry is opened again: whoever takes the message, or the next sweep, keeps the baseline once more.</summary>
    private async Task KeepAgainAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        Versioned<LedgerEntry>? known = await ledger.GetAsync(entry.Blob, cancellationToken);
        if (known?.Value == entry
            && await ledger.TryWriteAsync(entry with { Announced = false, Revision = entry.Revision + 1 }, known.Tag, cancellationToken) is not null)
        {
            await queue.EnqueueIngestAsync(new BlobEvent(entry.Blob, BlobEventKind.Created), cancellationToken);
        }
    }
}
