using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Runs;

/// <summary>Compares two versions of a model. Reads the catalog, stored reports and tables of pairs, and computes nothing of rows.</summary>
public sealed class VersionsRun(IModelCatalog catalog, MonitorCatalog monitors, IReportStore reports, CompareVersions compare, PairsReader pairs)
{
    // A month may have 31 days, and a day 25 hours.
    private static readonly TimeSpan LongestDay = TimeSpan.FromHours(25);
    private const int LongestMonth = 31;

    /// <summary>Compares.</summary>
    public async Task<VersionsAnswer> ReadAsync(VersionsQuery query, CancellationToken cancellationToken)
    {
        List<CatalogEntry> known = await VersionsAsync(query.Model, cancellationToken);
        if (known.Count == 0)
        {
            return new VersionsAnswer(VersionsOutcome.UnknownModel, null, $"Nothing has arrived for {query.Model}.");
        }

        MonitorFileResult monitor = await monitors.GetAsync(query.Model, cancellationToken);
        if (!monitor.IsValid)
        {
            return new VersionsAnswer(VersionsOutcome.BrokenMonitor, null, $"The monitor file of {query.Model} cannot be used: {monitor.Problems[0]}");
        }

        if (Choose(WithDefaults(query, monitor.Definition), known, out CatalogEntry? champion, out CatalogEntry? challenger) is { } problem)
        {
            return problem;
        }

        WindowSpec spec = monitor.Definition.PerformanceWindows;
        IReadOnlyList<ReportPair> windows = await CommonAsync(champion!, challenger!, spec, query.Windows, cancellationToken);
        WindowSpec driftSpec = monitor.Definition.DriftWindows;
        IReadOnlyList<ReportPair> drift = spec == driftSpec || windows.Count == 0 ? windows
            : await MatchAsync(champion!, challenger!, driftSpec, new TimeWindow(windows[0].Window.Start, windows[^1].Window.End), cancellationToken);
        VersionComparison comparison = compare.Compare(champion!.Model, challenger!.Model, spec, windows, drift, monitor.Definition.Performance);
        PairedRows? rows = await pairs.ReadAsync(
            champion.Model, challenger.Model, [.. comparison.Windows.Where(window => window.Counts).Select(window => window.Window)], monitor.Definition, cancellationToken);
        return new VersionsAnswer(VersionsOutcome.Compared, CompareOnSameRows.AddTo(comparison, rows), null);
    }

    /// <summary>What is not asked for is as the monitor says; not the version that is asked for in the other place.</summary>
    private static VersionsQuery WithDefaults(VersionsQuery query, MonitorDefinition monitor) => query with
    {
        Champion = query.Champion ?? Unless(monitor.Champion, query.Challenger),
        Challenger = query.Challenger ?? Unless(monitor.Challenger, query.Champion),
    };

    private static string? Unless(string? version, string? other) => string.Equals(version, other, StringComparison.Ordinal) ? null : version;

    /// <summary>Which version is compared with which; else why none can be.</summary>
    private static VersionsAnswer? Choose(VersionsQuery query, List<CatalogEntry> known, out CatalogEntry? champion, out CatalogEntry? challenger)
    {
        champion = Find(query.Champion);
        challenger = Find(query.Challenger);
        string versions = string.Join(", ", known.Select(entry => entry.Model.Version));
        if ((query.Champion is not null && champion is null) || (query.Challenger is not null && challenger is null))
        {
            string missing = champion is null && query.Champion is { } first ? first : query.Challenger!;
            return new VersionsAnswer(VersionsOutcome.UnknownVersion, null, $"Nothing has arrived for {query.Model}/{missing}; known: {versions}.");
        }

        if (known.Count == 1)
        {
            return new VersionsAnswer(VersionsOutcome.OneVersion, null, $"{query.Model} has one version only, {versions}: there is nothing to compare it with.");
        }

        CatalogEntry? with = champion;
        challenger ??= known.FindLast(entry => entry != with);
        CatalogEntry newer = challenger!;
        champion ??= known.FindLast(entry => known.IndexOf(entry) < known.IndexOf(newer)) ?? known.FindLast(entry => entry != newer);
        return champion == challenger ? new VersionsAnswer(VersionsOutcome.SameVersion, null, $"{champion!.Model} cannot be compared with itself; known: {versions}.") : null;

        CatalogEntry? Find(string? version) => known.Find(entry => string.Equals(entry.Model.Version, version, StringComparison.Ordinal));
    }

    /// <summary>The versions, whose data began first first.</summary>
    private async Task<List<CatalogEntry>> VersionsAsync(string model, CancellationToken cancellationToken)
    {
        var found = new List<CatalogEntry>();
        await foreach (CatalogEntry entry in catalog.ListAsync(model, cancellationToken))
        {
            found.Add(entry);
        }

        return [.. found.OrderBy(entry => entry.Events.Start).ThenBy(entry => entry.Model.Version, StringComparer.Ordinal)];
    }

    /// <summary>The newest windows that both have rows in: looked for backwards, in spans that double, so that neither years without common windows nor years full of them cost much.</summary>
    private async Task<IReadOnlyList<ReportPair>> CommonAsync(CatalogEntry champion, CatalogEntry challenger, WindowSpec spec, int most, CancellationToken cancellationToken)
    {
        DateTimeOffset begin = champion.Events.Start > challenger.Events.Start ? champion.Events.Start : challenger.Events.Start;
        DateTimeOffset end = (champion.Events.End < challenger.Events.End ? champion.Events.End : challenger.Events.End) + Longest(spec.Length);
        var found = new List<ReportPair>();
        TimeSpan span = Longest(spec.Step) * (most + 1);
        while (found.Count < most && end > begin)
        {
            DateTimeOffset start = end - begin > span ? end - span : begin;
            found.InsertRange(0, await MatchAsync(champion, challenger, spec, new TimeWindow(start, end), cancellationToken));
            (end, span) = (start, span * 2);
        }

        return found[Math.Max(0, found.Count - most)..];
    }

    private async Task<IReadOnlyList<ReportPair>> MatchAsync(CatalogEntry champion, CatalogEntry challenger, WindowSpec spec, TimeWindow range, CancellationToken cancellationToken) =>
        ReportPair.Match(
            await reports.QueryAsync(champion.Model, spec, range, cancellationToken).ToListAsync(cancellationToken),
            await reports.QueryAsync(challenger.Model, spec, range, cancellationToken).ToListAsync(cancellationToken));

    private static TimeSpan Longest(WindowLength length) => length.Unit switch
    {
        WindowUnit.Hour => TimeSpan.FromHours(length.Count),
        WindowUnit.Day => LongestDay * length.Count,
        _ => LongestDay * LongestMonth * length.Count,
    };
}
