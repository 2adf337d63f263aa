using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>Merges the profile parts that count into the profile of a window.</summary>
public sealed class WindowLoader(IProfileStore profiles, IIngestLedger ledger)
{
    /// <summary>
    /// The profile of a window. Parts are merged by hour, then batch: the same parts give the same bytes. Parts whose batch version is not the
    /// ledger's live one do not count.
    /// </summary>
    public async Task<LoadedWindow> LoadAsync(ModelVersion model, TimeWindow window, CancellationToken cancellationToken)
    {
        var parts = new List<ProfilePart>();
        await foreach (ProfilePart part in profiles.QueryAsync(model, window, cancellationToken))
        {
            parts.Add(part);
        }

        string[] batches = [.. parts.Select(part => part.BatchId).Distinct(StringComparer.Ordinal)];
        IReadOnlyDictionary<string, string> live = await ledger.GetLiveETagsAsync(BlobContainers.Predictions, batches, cancellationToken);
        // Merging into an empty profile of the version's schema gives a window without rows its columns, too.
        DatasetSchema schema = await profiles.GetSchemaAsync(model, cancellationToken) ?? new DatasetSchema(ModelTask.Binary, []);
        var merged = new DatasetProfile(schema);
        var counted = new SortedSet<(string BatchId, string ETag)>();
        foreach (ProfilePart part in parts.OrderBy(part => part.Hour).ThenBy(part => part.BatchId, StringComparer.Ordinal))
        {
            if (live.GetValueOrDefault(part.BatchId) != part.ETag)
            {
                continue;
            }

            counted.Add((part.BatchId, part.ETag));
            merged.Merge(ProfileCodec.FromBytes(part.Body.Span));
        }

        return new LoadedWindow(merged, [.. counted]);
    }
}
