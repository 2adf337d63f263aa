using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>Merges the profile parts that count into the profile of a window.</summary>
public sealed class WindowLoader(IProfileStore profiles, IIngestLedger ledger)
{
    private readonly CountedVersions _counted = new(ledger);

    /// <summary>The hours of a range that have parts, whether they count or not; in no particular order, some more than once.</summary>
    public async IAsyncEnumerable<DateTimeOffset> HoursAsync(ModelVersion model, TimeWindow range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hours = new TimeWindow(range.Start.AddHours(-1), range.End);
        await foreach (ProfilePart part in profiles.QueryAsync(model, hours, cancellationToken))
        {
            yield return part.Hour;
        }
    }

    /// <summary>The profile of a window, by what the ledger says now.</summary>
    public Task<LoadedWindow> LoadAsync(ModelVersion model, TimeWindow window, CancellationToken cancellationToken) =>
        LoadAsync(model, window, supersededAt: null, cancellationToken);

    /// <summary>
    /// The profile of a window. Parts are merged by hour, then batch: the same parts give the same bytes. Parts whose batch version is not the
    /// ledger's live one do not count.
    /// </summary>
    /// <param name="model">The model version.</param>
    /// <param name="window">The window.</param>
    /// <param name="supersededAt"><see cref="CatalogEntry.SupersededAt"/> as it was read before this call, to remember what counts; null: the ledger is asked for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<LoadedWindow> LoadAsync(ModelVersion model, TimeWindow window, long? supersededAt, CancellationToken cancellationToken)
    {
        var parts = new List<ProfilePart>();
        await foreach (ProfilePart part in profiles.QueryAsync(model, window, cancellationToken))
        {
            parts.Add(part);
        }

        string[] batches = [.. parts.Select(part => part.BatchId).Distinct(StringComparer.Ordinal)];
        IReadOnlyDictionary<string, string> live = await _counted.GetAsync(model, batches, supersededAt, cancellationToken);

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
