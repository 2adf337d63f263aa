using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Merges the profile parts that count into the profile of a window: where days or months were compacted, and still hold exactly what counts, those are read instead. No figure depends on
/// what was compacted: everything is merged as <see cref="TiledMerge"/> says.
/// </summary>
public sealed class WindowLoader(IProfileStore profiles, ICompactedStore compacted, IIngestLedger ledger, IOptions<CompactionOptions> options, TimeProvider clock)
{
    private readonly CountedVersions _counted = new(ledger);

    /// <summary>The hours of a range that have parts, whether they count or not; in no particular order, some more than once.</summary>
    public async IAsyncEnumerable<DateTimeOffset> HoursAsync(ModelVersion model, TimeWindow range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset start = range.Start > DateTimeOffset.MinValue.AddHours(1) ? range.Start.AddHours(-1) : range.Start;
        await foreach (StoredPart part in profiles.ListAsync(model, new TimeWindow(start, range.End), cancellationToken))
        {
            yield return part.Hour;
        }
    }

    /// <summary>The profile of a window, by what the ledger says now.</summary>
    public Task<LoadedWindow> LoadAsync(ModelVersion model, TimeWindow window, CancellationToken cancellationToken) =>
        LoadAsync(model, window, supersededAt: null, cancellationToken);

    /// <summary>The profile of a window. The same parts give the same bytes. Parts whose batch version is not the ledger's live one do not count.</summary>
    /// <param name="model">The model version.</param>
    /// <param name="window">The window.</param>
    /// <param name="supersededAt"><see cref="CatalogEntry.SupersededAt"/> as it was read before this call, to remember what counts; null: the ledger is asked for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<LoadedWindow> LoadAsync(ModelVersion model, TimeWindow window, long? supersededAt, CancellationToken cancellationToken)
    {
        List<CompactedKey> compactedKeys = await ListCompactedAsync(model, window, cancellationToken);
        if (compactedKeys.Count == 0)
        {
            List<ProfilePart> all = await ReadAsync(model, [window], cancellationToken);
            IReadOnlyDictionary<string, string> live = await CountedAsync(model, all.Select(PartName.Of), supersededAt, cancellationToken);
            return await MergeAsync(model, window, [], [], all.Where(part => PartName.Of(part).CountsBy(live)), cancellationToken);
        }

        var named = new List<PartName>();
        await foreach (StoredPart part in profiles.ListAsync(model, window, cancellationToken))
        {
            named.Add(PartName.Of(part));
        }

        IReadOnlyDictionary<string, string> counted = await CountedAsync(model, named, supersededAt, cancellationToken);
        named.RemoveAll(part => !part.CountsBy(counted));
        (List<CompactedProfile> tiles, List<PartName> inTiles, List<PartName> outside) = await CoverAsync(compactedKeys, named, cancellationToken);

        // What is not there any more has been superseded meanwhile, and is about to be evaluated again.
        List<ProfilePart> read = await ReadAsync(model, DaysOf(outside, window), cancellationToken);
        HashSet<PartName> wanted = [.. outside];
        return await MergeAsync(model, window, tiles, inTiles, read.Where(part => wanted.Contains(PartName.Of(part))), cancellationToken);
    }

    /// <summary>The days of the parts, joined where they follow each other.</summary>
    private static List<TimeWindow> DaysOf(IEnumerable<PartName> parts, TimeWindow window)
    {
        var days = new List<TimeWindow>();
        foreach (DateTimeOffset hour in parts.Select(part => part.Hour).Order())
        {
            TimeWindow day = CalendarSpans.DayOf(hour).Within(window)!.Value;
            if (days is [.., { } last] && last.End >= day.Start)
            {
                days[^1] = last.Including(day);
            }
            else
            {
                days.Add(day);
            }
        }

        return days;
    }

    /// <summary>The coarsest compacted profiles that hold exactly the parts that count.</summary>
    private async Task<(List<CompactedProfile> Tiles, List<PartName> Inside, List<PartName> Outside)> CoverAsync(
        List<CompactedKey> keys, List<PartName> counted, CancellationToken cancellationToken)
    {
        var tiles = new List<CompactedProfile>();
        var inside = new List<PartName>();
        foreach (IGrouping<CompactedSpan, CompactedKey> sameSpan in keys.GroupBy(key => key.Span).OrderByDescending(group => group.Key))
        {
            ILookup<DateTimeOffset, PartName> bySpan = counted.ToLookup(part => CalendarSpans.Of(sameSpan.Key, part.Hour).Start);
            var covered = new HashSet<DateTimeOffset>();
            foreach (CompactedKey key in sameSpan.Where(key => bySpan.Contains(key.Start) && CompactedContents.Of(bySpan[key.Start]) == key.Contents))
            {
                if (await compacted.GetAsync(key, cancellationToken) is { } tile)
                {
                    tiles.Add(tile);
                    inside.AddRange(bySpan[key.Start]);
                    covered.Add(key.Start);
                }
            }

            counted = [.. bySpan.Where(span => !covered.Contains(span.Key)).SelectMany(span => span)];
        }

        return (tiles, inside, counted);
    }

    private async Task<List<CompactedKey>> ListCompactedAsync(ModelVersion model, TimeWindow window, CancellationToken cancellationToken)
    {
        // Younger days are not compacted: most windows need not ask.
        DateTimeOffset end = options.Value.EndAt(clock.GetUtcNow());
        var keys = new List<CompactedKey>();
        if (window.Start >= end)
        {
            return keys;
        }

        var old = new TimeWindow(window.Start, window.End < end ? window.End : end);
        foreach (CompactedSpan span in Enum.GetValues<CompactedSpan>())
        {
            // A window of less than a month has no room for one.
            if (span == CompactedSpan.Month && old.Duration < TimeSpan.FromDays(28))
            {
                continue;
            }

            await foreach (CompactedKey key in compacted.ListAsync(model, span, old, cancellationToken))
            {
                if (old.Covers(CalendarSpans.Of(key)))
                {
                    keys.Add(key);
                }
            }
        }

        return keys;
    }

    private async Task<List<ProfilePart>> ReadAsync(ModelVersion model, List<TimeWindow> ranges, CancellationToken cancellationToken)
    {
        var parts = new List<ProfilePart>();
        foreach (TimeWindow range in ranges)
        {
            await foreach (ProfilePart part in profiles.QueryAsync(model, range, cancellationToken))
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    private Task<IReadOnlyDictionary<string, string>> CountedAsync(
        ModelVersion model, IEnumerable<PartName> parts, long? supersededAt, CancellationToken cancellationToken) =>
        _counted.GetAsync(model, [.. parts.Select(part => part.BatchId).Distinct(StringComparer.Ordinal)], supersededAt, cancellationToken);

    private async Task<LoadedWindow> MergeAsync(
        ModelVersion model, TimeWindow window, List<CompactedProfile> tiles, List<PartName> inTiles, IEnumerable<ProfilePart> parts, CancellationToken cancellationToken)
    {
        DatasetSchema schema = await profiles.GetSchemaAsync(model, cancellationToken) ?? new DatasetSchema(ModelTask.Binary, []);
        var merge = new TiledMerge(schema, window);
        var batches = new SortedSet<(string BatchId, string ETag)>(inTiles.Select(part => (part.BatchId, part.Version)));
        var steps = new List<(PartName At, Action Merge)>(
            tiles.Select(tile => (new PartName(tile.Key.Start, string.Empty, string.Empty), (Action)(() => merge.Add(tile.Key.Span, tile.Key.Start, ProfileCodec.FromBytes(tile.Body.Span))))));
        foreach (ProfilePart part in parts)
        {
            batches.Add((part.BatchId, part.ETag));
            steps.Add((PartName.Of(part), () => merge.AddPart(part.Hour, ProfileCodec.FromBytes(part.Body.Span))));
        }

        foreach ((_, Action step) in steps.OrderBy(step => step.At, PartName.MergeOrder))
        {
            step();
        }

        return new LoadedWindow(merge.Finish(), [.. batches]);
    }
}
