using Microsoft.Extensions.Logging;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Puts right what crashes and lost races leave behind, by the word of the ledger and the containers: rows of the index that are missing or out of date, profile parts and schemas
/// that nothing refers to, baselines without a blob and blobs without a baseline. Nothing younger than a day is removed, so that work under way is left alone.
/// </summary>
public sealed class HousekeepingRun(
    IBlobSource blobs,
    IIngestLedger ledger,
    IBatchIndex index,
    IProfileStore profiles,
    BaselineUpkeep baselines,
    JoinUpkeep joins,
    TimeProvider clock,
    ILogger<HousekeepingRun> logger)
{
    // Longer than any worker may take between its first write and its last.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>Does all of it for every model.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var entries = new Dictionary<string, LedgerEntry>(StringComparer.Ordinal);
        foreach (string container in (string[])[BlobContainers.Predictions, BlobContainers.Baselines, BlobContainers.Labels])
        {
            await foreach (LedgerEntry entry in ledger.ListAsync(container, cancellationToken))
            {
                entries[entry.Blob.BatchId] = entry;
            }
        }

        await MendIndexAsync(entries, cancellationToken);
        await baselines.MendAsync([.. entries.Values.Where(entry => entry.Blob.Container == BlobContainers.Baselines)], cancellationToken);
        foreach (string model in entries.Values.Select(entry => entry.Model?.Model).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            Say(model, await joins.MendAsync(model, cancellationToken), "files that no label can come to any more removed");
        }

        var versions = new List<StoredSchema>();
        await foreach (StoredSchema schema in profiles.ListSchemasAsync(cancellationToken))
        {
            versions.Add(schema);
        }

        foreach (StoredSchema version in versions)
        {
            await RemoveOrphansAsync(version.Model, entries, cancellationToken);
            await RemoveUnusedAsync(version, entries.Values, cancellationToken);
        }
    }

    private async Task MendIndexAsync(Dictionary<string, LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var right = new HashSet<string>(StringComparer.Ordinal);
        int removed = 0;
        await foreach (BatchRecord row in index.ReadAllAsync(new BatchQuery(), cancellationToken))
        {
            LedgerEntry? entry = entries.GetValueOrDefault(row.Blob.BatchId);
            bool isElsewhere = entry is not null && (entry.Model != row.Model || entry.ArrivedAt != row.ArrivedAt);
            if (isElsewhere || (row.IsOpen && await OpenBatches.IsOverAsync(row, entry, blobs, cancellationToken)))
            {
                await index.RemoveAsync(row, cancellationToken);
                removed++;
            }
            else if (entry is not null && (row.Order > BatchRecord.Of(entry).Order || row == BatchRecord.Of(entry)))
            {
                right.Add(row.Blob.BatchId);
            }
        }

        int written = 0;
        foreach (LedgerEntry entry in entries.Values.Where(entry => entry.Announced && !right.Contains(entry.Blob.BatchId)))
        {
            await index.NoteAsync(BatchRecord.Of(entry), cancellationToken);
            written++;
        }

        Say("the index", removed, "rows removed");
        Say("the index", written, "rows written");
    }

    private async Task RemoveOrphansAsync(ModelVersion model, Dictionary<string, LedgerEntry> entries, CancellationToken cancellationToken)
    {
        DateTimeOffset oldEnough = clock.GetUtcNow() - Grace;
        var orphans = new List<StoredPart>();
        await foreach (StoredPart part in profiles.ListAsync(model, window: null, cancellationToken))
        {
            bool counts = entries.TryGetValue(part.BatchId, out LedgerEntry? entry) && entry.Counts && entry.CountedVersion == part.ETag;
            if (!counts && part.WrittenAt < oldEnough)
            {
                orphans.Add(part);
            }
        }

        if (orphans.Count == 0)
        {
            return;
        }

        // The list of entries may be minutes old by now.
        string[] batches = [.. orphans.Select(part => part.BatchId).Distinct(StringComparer.Ordinal)];
        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(BlobContainers.Predictions, batches, cancellationToken);
        foreach (StoredPart part in orphans.Where(part => counted.GetValueOrDefault(part.BatchId) != part.ETag))
        {
            await profiles.RemoveAsync(part, cancellationToken);
        }

        Say(model.ToString(), orphans.Count, "profile parts that nothing refers to removed");
    }

    /// <summary>A schema outlives its last batch by a day: then the next batch decides anew.</summary>
    private async Task RemoveUnusedAsync(StoredSchema schema, IEnumerable<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        bool isUsed = entries.Any(entry => entry.Model == schema.Model && (entry.Counts || BaselineUpkeep.KeptVersion(entry) is not null));
        bool isYoung = schema.SetAt >= clock.GetUtcNow() - Grace;
        if (isUsed || isYoung || await HasBlobsAsync(BlobContainers.Predictions, schema.Model, cancellationToken)
            || await HasBlobsAsync(BlobContainers.Baselines, schema.Model, cancellationToken))
        {
            return;
        }

        await profiles.RemoveAsync(schema, cancellationToken);
        Say(schema.Model.ToString(), 1, "schema that nothing refers to removed");
    }

    private async Task<bool> HasBlobsAsync(string container, ModelVersion model, CancellationToken cancellationToken)
    {
        await foreach (BlobListing blob in blobs.ListAsync(container, $"{model}/", cancellationToken))
        {
            return true;
        }

        return false;
    }

    private void Say(string what, int count, string done)
    {
        if (count > 0)
        {
            Log.Housekept(logger, what, count, done);
        }
    }
}
