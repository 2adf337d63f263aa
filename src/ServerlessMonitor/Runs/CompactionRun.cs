using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Merges the parts of days that lie far enough back into one profile a day, and whole months into one a month. The parts stay: a batch can still be taken back, also when its blob is gone
/// for long, and windows of any length and time zone can be evaluated again. What is kept says which parts it holds, so that it is never wrong, only of no use: nothing that happens
/// at the same time, or that dies half way, needs to be noticed.
/// </summary>
public sealed class CompactionRun(
    IModelCatalog catalog,
    IIngestLedger ledger,
    IProfileStore profiles,
    ICompactedStore compacted,
    IOptions<CompactionOptions> options,
    TimeProvider clock,
    ILogger<CompactionRun> logger)
{
    /// <summary>Compacts what is not, or no longer, as the ledger says, for every model.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var counted = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (LedgerEntry entry in ledger.ListAsync(BlobContainers.Predictions, cancellationToken))
        {
            if (entry.Counts)
            {
                counted[entry.Blob.BatchId] = entry.CountedVersion;
            }
        }

        var closed = new TimeWindow(DateTimeOffset.MinValue, options.Value.EndAt(clock.GetUtcNow()));
        await foreach (CatalogEntry version in catalog.ListAsync(model: null, cancellationToken))
        {
            await CompactAsync(version.Model, closed, counted, cancellationToken);
        }
    }

    private async Task CompactAsync(ModelVersion model, TimeWindow closed, Dictionary<string, string> counted, CancellationToken cancellationToken)
    {
        Dictionary<(CompactedSpan Span, DateTimeOffset Start), CompactedKey> kept = await ListKeptAsync(model, closed, cancellationToken);
        var parts = new List<PartName>();
        await foreach (StoredPart part in profiles.ListAsync(model, closed, cancellationToken))
        {
            if (PartName.Of(part) is var name && name.CountsBy(counted))
            {
                parts.Add(name);
            }
        }

        if (kept.Count == 0 && parts.Count == 0)
        {
            return;
        }

        DatasetSchema schema = await profiles.GetSchemaAsync(model, cancellationToken) ?? new DatasetSchema(ModelTask.Binary, []);
        int written = 0;
        foreach (IGrouping<DateTimeOffset, PartName> month in parts.GroupBy(part => CalendarSpans.MonthOf(part.Hour).Start))
        {
            var days = new List<CompactedKey>();
            foreach (IGrouping<DateTimeOffset, PartName> day in month.GroupBy(part => CalendarSpans.DayOf(part.Hour).Start))
            {
                var key = new CompactedKey(model, CompactedSpan.Day, day.Key, CompactedContents.Of(day));
                days.Add(key);
                if (kept.Remove((key.Span, key.Start), out CompactedKey? present) && present == key)
                {
                    continue;
                }

                await compacted.PutAsync(await DayAsync(key, schema, counted, cancellationToken), cancellationToken);
                written++;
            }

            var whole = new CompactedKey(model, CompactedSpan.Month, month.Key, CompactedContents.Of(month));
            if (!closed.Covers(CalendarSpans.Of(whole)) || (kept.Remove((whole.Span, whole.Start), out CompactedKey? before) && before == whole))
            {
                continue;
            }

            if (await MonthAsync(whole, days, schema, cancellationToken) is { } profile)
            {
                await compacted.PutAsync(profile, cancellationToken);
                written++;
            }
        }

        foreach (CompactedKey empty in kept.Values)
        {
            await compacted.RemoveAsync(empty, cancellationToken);
        }

        if (written + kept.Count > 0)
        {
            Log.Compacted(logger, model.ToString(), written, kept.Count);
        }
    }

    private async Task<Dictionary<(CompactedSpan Span, DateTimeOffset Start), CompactedKey>> ListKeptAsync(
        ModelVersion model, TimeWindow closed, CancellationToken cancellationToken)
    {
        var kept = new Dictionary<(CompactedSpan, DateTimeOffset), CompactedKey>();
        foreach (CompactedSpan span in Enum.GetValues<CompactedSpan>())
        {
            await foreach (CompactedKey key in compacted.ListAsync(model, span, closed, cancellationToken))
            {
                kept[(key.Span, key.Start)] = key;
            }
        }

        return kept;
    }

    /// <summary>A day, named by what was merged into it: parts may have gone, or come, since they were listed.</summary>
    private async Task<CompactedProfile> DayAsync(CompactedKey key, DatasetSchema schema, Dictionary<string, string> counted, CancellationToken cancellationToken)
    {
        TimeWindow day = CalendarSpans.Of(key);
        var parts = new List<ProfilePart>();
        await foreach (ProfilePart part in profiles.QueryAsync(key.Model, day, cancellationToken))
        {
            if (PartName.Of(part).CountsBy(counted))
            {
                parts.Add(part);
            }
        }

        var merge = new TiledMerge(schema, day);
        foreach (ProfilePart part in parts.OrderBy(PartName.Of, PartName.MergeOrder))
        {
            merge.AddPart(part.Hour, ProfileCodec.FromBytes(part.Body.Span));
        }

        return new CompactedProfile(key with { Contents = CompactedContents.Of(parts.Select(PartName.Of)) }, ProfileCodec.ToBytes(merge.Finish()));
    }

    /// <summary>A month of the days that are kept; null when one of them is another by now.</summary>
    private async Task<CompactedProfile?> MonthAsync(CompactedKey key, List<CompactedKey> days, DatasetSchema schema, CancellationToken cancellationToken)
    {
        var merge = new TiledMerge(schema, CalendarSpans.Of(key));
        foreach (CompactedKey day in days.OrderBy(day => day.Start))
        {
            if (await compacted.GetAsync(day, cancellationToken) is not { } profile)
            {
                return null;
            }

            merge.Add(CompactedSpan.Day, day.Start, ProfileCodec.FromBytes(profile.Body.Span));
        }

        return new CompactedProfile(key, ProfileCodec.ToBytes(merge.Finish()));
    }
}
