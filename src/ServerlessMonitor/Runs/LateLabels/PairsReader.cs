using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Labels.Pairs;
using ServerlessMonitor.Profile.Pairs;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Reads what came of the rows that two versions scored both. Merges tables and walks no rows.</summary>
public sealed class PairsReader(IKeptFiles kept, IIngestLedger ledger)
{
    private const int AtATime = 8;

    // No table comes near.
    private const int MostBytes = 512 * 1024 * 1024;

    /// <summary>Reads.</summary>
    /// <param name="champion">One version.</param>
    /// <param name="challenger">The other.</param>
    /// <param name="windows">The spans of event time that are asked for; they do not overlap.</param>
    /// <param name="monitor">The model's monitor.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The rows; null where the monitor has these two versions not compared.</returns>
    public async Task<PairedRows?> ReadAsync(ModelVersion champion, ModelVersion challenger, IReadOnlyList<TimeWindow> windows, MonitorDefinition monitor, CancellationToken cancellationToken)
    {
        if (windows.Count == 0 || !PairingRun.IsCompared(monitor, champion.Version, challenger.Version))
        {
            return null;
        }

        bool championIsFirst = string.CompareOrdinal(champion.Version, challenger.Version) < 0;
        (ModelVersion first, ModelVersion second) = championIsFirst ? (champion, challenger) : (challenger, champion);
        List<PairsName> tables = await TablesAsync(first, second, windows, monitor.Labels, cancellationToken);
        var total = new PairedOutcome();
        var hours = new HashSet<DateTimeOffset>();
        var missing = new HashSet<DateTimeOffset>();

        // In the order of their names, whichever is read first: sums do not depend on chance.
        foreach (PairsName[] some in tables.OrderBy(table => table.Name, StringComparer.Ordinal).Chunk(AtATime))
        {
            PairTable?[] read = await Task.WhenAll(some.Select(table => ReadAsync(table, cancellationToken)));
            for (int i = 0; i < some.Length; i++)
            {
                if (read[i] is null)
                {
                    missing.UnionWith(HoursIn(some[i].Hours, windows));
                }

                foreach ((DateTimeOffset hour, PairedOutcome outcome) in read[i]?.Hours ?? new Dictionary<DateTimeOffset, PairedOutcome>())
                {
                    if (windows.Any(window => window.Contains(hour)))
                    {
                        total.Merge(outcome);
                        hours.Add(hour);
                    }
                }
            }
        }

        HashSet<string> made = [.. tables.Select(table => table.Name)];
        List<CountedBatch> batches =
        [
            .. await CountedBatches.OfAsync(kept, ledger, first, IsWanted, cancellationToken),
            .. await CountedBatches.OfAsync(kept, ledger, second, IsWanted, cancellationToken),
        ];
        foreach ((CountedBatch one, CountedBatch other) in CountedBatches.Overlapping(batches).Where(pair => !PairingRun.NamesOf(pair.First, pair.Second, monitor.Labels).Any(made.Contains)))
        {
            missing.UnionWith(HoursIn(KeptNames.HoursOf(one.Name, other.Name), windows));
        }

        return new PairedRows(total, championIsFirst) { Hours = hours.Count, MissingHours = missing.Count };

        bool IsWanted(TimeWindow span) => windows.Any(window => window.Overlaps(span));
    }

    private async Task<List<PairsName>> TablesAsync(ModelVersion first, ModelVersion second, IReadOnlyList<TimeWindow> windows, LabelsDefinition settings, CancellationToken cancellationToken)
    {
        var tables = new List<PairsName>();
        await foreach (KeptFileListing listed in kept.ListAsync(KeptNames.OfPairs(first.Model, first.Version, second.Version), cancellationToken))
        {
            if (KeptNames.TryRead(listed.Name, out PairsName? name) && windows.Any(window => window.Overlaps(name.Hours)))
            {
                tables.Add(name);
            }
        }

        return await CountedTables.OfAsync(ledger, tables, settings, cancellationToken);
    }

    /// <summary>A table; null where it has been forgotten meanwhile.</summary>
    private async Task<PairTable?> ReadAsync(PairsName name, CancellationToken cancellationToken)
    {
        if (name.Labels == KeptNames.NoPairs)
        {
            return new PairTable();
        }

        await using IKeptFile? file = await kept.OpenAsync(name.Name, cancellationToken);
        if (file is null)
        {
            return null;
        }

        if (file.Length > MostBytes)
        {
            throw new KeptFormatException($"The table of pairs '{name.Name}' has {file.Length} bytes, which no table has.");
        }

        byte[] bytes = new byte[file.Length];
        int read = await file.ReadAsync(0, bytes, cancellationToken);
        return PairTable.FromBytes(bytes.AsSpan(0, read));
    }

    private static IEnumerable<DateTimeOffset> HoursIn(TimeWindow span, IReadOnlyList<TimeWindow> windows)
    {
        foreach (TimeWindow shared in windows.Select(window => window.Within(span)).OfType<TimeWindow>())
        {
            for (DateTimeOffset hour = shared.Start.AddTicks(-(shared.Start.UtcTicks % TimeSpan.TicksPerHour)); hour < shared.End; hour = hour.AddHours(1))
            {
                yield return hour;
            }
        }
    }
}
