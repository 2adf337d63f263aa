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
    /// <summary>As many bytes of parts are held, at most, and one part more: a day of ordinary hours is asked for at once, a week of hours with segments takes hundreds of MB.</summary>
    internal const int MostHeldBytes = 16 << 20;

    // One look more says what another version has brought; whoever overwrites more often has the window evaluated again.
    private const int MostLooks = 3;

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
    public Task<LoadedWindow> LoadAsync(ModelVersion model, TimeWindow window, long? supersededAt, CancellationToken cancellationToken) =>
        LookAsync((absent, at) => LoadOnceAsync(model, window, at, absent, cancellationToken), supersededAt);

    /// <summary>
    /// The profiles of several windows, each as <see cref="LoadAsync(ModelVersion, TimeWindow, long?, CancellationToken)"/> gives it. Storage is asked once for what lies side by side, and parts are merged as they
    /// are read. Windows without parts that count are left out.
    /// </summary>
    /// <param name="model">The model version.</param>
    /// <param name="pieces">The windows, at least one, by time and not overlapping.</param>
    /// <param name="supersededAt">As for <see cref="LoadAsync(ModelVersion, TimeWindow, long?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>By time; with each its place in <paramref name="pieces"/>.</returns>
    public async IAsyncEnumerable<(int Piece, LoadedWindow Loaded)> LoadEachAsync(
        ModelVersion model, IReadOnlyList<TimeWindow> pieces, long? supersededAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<CompactedKey> keys = await ListCompactedAsync(model, new TimeWindow(pieces[0].Start, pieces[^1].End), cancellationToken);
        List<PiecePlan> plans = await LookAsync((absent, at) => PlanOnceAsync(model, pieces, keys, at, absent, cancellationToken), supersededAt);
        plans.RemoveAll(plan => plan.IsEmpty);
        int next = 0;
        await foreach (LoadedWindow loaded in LoadEachAsync(model, plans, new AbsentParts(), cancellationToken))
        {
            yield return (plans[next++].Place, loaded);
        }
    }

    private async Task<LoadedWindow> LoadOnceAsync(ModelVersion model, TimeWindow window, long? supersededAt, AbsentParts absent, CancellationToken cancellationToken)
    {
        List<CompactedKey> compactedKeys = await ListCompactedAsync(model, window, cancellationToken);
        if (compactedKeys.Count == 0)
        {
            return await LoadPartsAsync(model, window, supersededAt, absent, cancellationToken);
        }

        List<PiecePlan> plans = await PlanOnceAsync(model, [window], compactedKeys, supersededAt, absent, cancellationToken);
        await foreach (LoadedWindow loaded in LoadEachAsync(model, plans, absent, cancellationToken))
        {
            return loaded;
        }

        throw new InvalidOperationException("Every window is loaded, if it is empty.");
    }

    /// <summary>One query, without a listing before: what counts is asked for as the parts come, of each batch once.</summary>
    private async Task<LoadedWindow> LoadPartsAsync(ModelVersion model, TimeWindow window, long? supersededAt, AbsentParts absent, CancellationToken cancellationToken)
    {
        TiledMerge? merge = null;
        var batches = new SortedSet<(string BatchId, string ETag)>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var counted = new Dictionary<string, string>(StringComparer.Ordinal);
        var held = new List<ProfilePart>();
        long bytes = 0;
        await foreach (ProfilePart part in profiles.QueryAsync(model, window, cancellationToken))
        {
            // They come in the order in which they are merged.
            held.Add(part);
            bytes += part.Body.Length;
            if (bytes > MostHeldBytes)
            {
                await MergeHeldAsync();
            }
        }

        TiledMerge whole = await MergeHeldAsync();
        return new LoadedWindow(whole.Finish(), [.. batches]);

        async Task<TiledMerge> MergeHeldAsync()
        {
            IEnumerable<PartName> unknown = held.Where(part => asked.Add(part.BatchId)).Select(PartName.Of);
            foreach ((string batchId, string version) in await CountedAsync(model, unknown, supersededAt, cancellationToken))
            {
                counted[batchId] = version;
            }

            // After the first parts: the schema is written before them.
            merge ??= new TiledMerge(await SchemaAsync(model, cancellationToken), window);
            AddParts(merge, batches, held.Where(part => PartName.Of(part).CountsBy(counted)));
            absent.Note(held.Select(PartName.Of), counted);
            held.Clear();
            bytes = 0;
            return merge;
        }
    }

    /// <summary>Looks until nothing is absent, or what is absent has nothing in these hours.</summary>
    private static async Task<T> LookAsync<T>(Func<AbsentParts, long?, Task<T>> look, long? supersededAt)
    {
        AbsentParts? before = null;
        for (int looks = 1; ; looks++)
        {
            var absent = new AbsentParts();
            T seen = await look(absent, supersededAt);
            if (absent.IsEmpty || absent.AreAs(before) || looks == MostLooks)
            {
                return seen;
            }

            before = absent;
            supersededAt = null;
        }
    }

    private async Task<List<PiecePlan>> PlanOnceAsync(
        ModelVersion model, IReadOnlyList<TimeWindow> pieces, List<CompactedKey> keys, long? supersededAt, AbsentParts absent, CancellationToken cancellationToken)
    {
        var inPieces = new List<PartName>[pieces.Count];
        for (int i = 0; i < inPieces.Length; i++)
        {
            inPieces[i] = [];
        }

        await foreach (StoredPart part in profiles.ListAsync(model, new TimeWindow(pieces[0].Start, pieces[^1].End), cancellationToken))
        {
            // Parts come by hour, but nothing depends on it.
            for (int i = 0; i < inPieces.Length; i++)
            {
                if (pieces[i].Contains(part.Hour))
                {
                    inPieces[i].Add(PartName.Of(part));
                    break;
                }
            }
        }

        IReadOnlyDictionary<string, string> counted = await CountedAsync(model, inPieces.SelectMany(parts => parts), supersededAt, cancellationToken);
        absent.Note(inPieces.SelectMany(parts => parts), counted);
        return [.. pieces.Select((piece, place) => PiecePlan.Of(place, piece, keys, [.. inPieces[place].Where(part => part.CountsBy(counted))]))];
    }

    private async IAsyncEnumerable<LoadedWindow> LoadEachAsync(
        ModelVersion model, IReadOnlyList<PiecePlan> plans, AbsentParts absent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (plans.Count == 0)
        {
            yield break;
        }

        // What is not there any more has been superseded meanwhile.
        DatasetSchema schema = await SchemaAsync(model, cancellationToken);
        HashSet<PartName> wanted = [.. plans.SelectMany(plan => plan.Outside)];
        await using IAsyncEnumerator<List<ProfilePart>> hours = ReadHoursAsync(model, Joined(plans.SelectMany(plan => plan.Days())), wanted, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool more = await hours.MoveNextAsync();
        foreach (PiecePlan plan in plans)
        {
            var merge = new TiledMerge(schema, plan.Piece);
            var batches = new SortedSet<(string BatchId, string ETag)>();
            var read = new HashSet<PartName>();
            foreach ((CompactedKey key, IReadOnlyList<PartName> inside) in plan.Tiles)
            {
                for (; more && hours.Current[0].Hour < key.Start; more = await hours.MoveNextAsync())
                {
                    AddParts(merge, batches, hours.Current);
                    read.UnionWith(hours.Current.Select(PartName.Of));
                }

                if (await compacted.GetAsync(key, cancellationToken) is { } tile)
                {
                    batches.UnionWith(inside.Select(part => (part.BatchId, part.Version)));
                    read.UnionWith(inside);
                    merge.Add(key.Span, key.Start, ProfileCodec.FromBytes(tile.Body.Span));
                    continue;
                }

                // It is being compacted anew.
                await foreach (List<ProfilePart> parts in ReadHoursAsync(model, [CalendarSpans.Of(key)], new HashSet<PartName>(inside), cancellationToken))
                {
                    AddParts(merge, batches, parts);
                    read.UnionWith(parts.Select(PartName.Of));
                }
            }

            for (; more && hours.Current[0].Hour < plan.Piece.End; more = await hours.MoveNextAsync())
            {
                AddParts(merge, batches, hours.Current);
                read.UnionWith(hours.Current.Select(PartName.Of));
            }

            absent.Note(plan.Outside.Concat(plan.Tiles.SelectMany(tile => tile.Inside)).Where(part => !read.Contains(part)));
            yield return new LoadedWindow(merge.Finish(), [.. batches]);
        }
    }

    private static void AddParts(TiledMerge merge, SortedSet<(string BatchId, string ETag)> batches, IEnumerable<ProfilePart> parts)
    {
        foreach (ProfilePart part in parts.OrderBy(PartName.Of, PartName.MergeOrder))
        {
            batches.Add((part.BatchId, part.ETag));
            merge.AddPart(part.Hour, ProfileCodec.FromBytes(part.Body.Span));
        }
    }

    /// <summary>The ranges, joined where they follow each other.</summary>
    private static List<TimeWindow> Joined(IEnumerable<TimeWindow> ranges)
    {
        var joined = new List<TimeWindow>();
        foreach (TimeWindow range in ranges)
        {
            if (joined is [.., { } last] && last.End >= range.Start)
            {
                joined[^1] = last.Including(range);
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
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

    /// <summary>The wanted parts of the ranges, an hour at a time.</summary>
    private async IAsyncEnumerable<List<ProfilePart>> ReadHoursAsync(
        ModelVersion model, IEnumerable<TimeWindow> ranges, IReadOnlySet<PartName> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hour = new List<ProfilePart>();
        foreach (TimeWindow range in ranges)
        {
            await foreach (ProfilePart part in profiles.QueryAsync(model, range, cancellationToken))
            {
                if (!wanted.Contains(PartName.Of(part)))
                {
                    continue;
                }

                if (hour is [{ } first, ..] && first.Hour != part.Hour)
                {
                    yield return hour;
                    hour = [];
                }

                hour.Add(part);
            }
        }

        if (hour.Count > 0)
        {
            yield return hour;
        }
    }

    private Task<IReadOnlyDictionary<string, string>> CountedAsync(
        ModelVersion model, IEnumerable<PartName> parts, long? supersededAt, CancellationToken cancellationToken) =>
        _counted.GetAsync(model, [.. parts.Select(part => part.BatchId).Distinct(StringComparer.Ordinal)], supersededAt, cancellationToken);

    private async Task<DatasetSchema> SchemaAsync(ModelVersion model, CancellationToken cancellationToken) =>
        await profiles.GetSchemaAsync(model, cancellationToken) ?? new DatasetSchema(ModelTask.Binary, []);
}
