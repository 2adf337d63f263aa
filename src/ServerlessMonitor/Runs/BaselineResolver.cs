using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>Finds what a window is compared with, as the monitor says.</summary>
public sealed class BaselineResolver(IBaselineStore baselines, IModelCatalog catalog, WindowLoader windows)
{
    private static readonly ResolvedBaseline Nothing = new(null, null, null);

    /// <summary>The baseline of a window.</summary>
    /// <param name="model">The model version.</param>
    /// <param name="monitor">Says what windows are compared with.</param>
    /// <param name="window">The window.</param>
    /// <param name="families">What it is evaluated for.</param>
    /// <param name="supersededAt">As for <see cref="WindowLoader.LoadAsync(ModelVersion, TimeWindow, long?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ResolvedBaseline> ResolveAsync(
        ModelVersion model, MonitorDefinition monitor, TimeWindow window, IReadOnlyList<EvaluationFamily> families, long? supersededAt, CancellationToken cancellationToken)
    {
        var asked = new Asked(model, monitor, window, families, supersededAt);
        BaselineDefinition wanted = monitor.Baseline;
        switch (wanted.Source)
        {
            case BaselineSource.Version:
                string? version = wanted.Version is null or "previous" ? await PreviousVersionAsync(model, cancellationToken) : wanted.Version;
                return version is not null && await baselines.GetAsync(model with { Version = version }, cancellationToken) is { } other ? Uploaded(other, asked) : Nothing;
            case BaselineSource.Upload when await baselines.GetAsync(model, cancellationToken) is { } upload:
                return Uploaded(upload, asked);
            default:
                return await TrailingAsync(asked, cancellationToken);
        }
    }

    /// <summary>Whether windows are compared with the time before them.</summary>
    public async Task<bool> IsTrailingAsync(ModelVersion model, MonitorDefinition monitor, CancellationToken cancellationToken) => monitor.Baseline.Source switch
    {
        BaselineSource.Trailing => true,
        BaselineSource.Upload => await baselines.GetAsync(model, cancellationToken) is null,
        _ => false,
    };

    private static ResolvedBaseline Uploaded(StoredBaseline baseline, Asked asked)
    {
        DatasetProfile profile = ProfileCodec.FromBytes(baseline.Body.Span);
        string key = baseline.PartsKey is { } parts ? $" {parts}" : string.Empty;
        var resolved = new ResolvedBaseline(profile, baseline.Source, $"upload {baseline.Source} {baseline.ETag}{key}");
        if (baseline.Parts.IsEmpty && asked.Slots is null)
        {
            return resolved;
        }

        BaselineParts? read = baseline.Parts.IsEmpty ? null : BaselineParts.FromBytes(baseline.Parts.Span, asked.Slots ?? new HashSet<int>());
        if (read?.Chunks.Count > 0 && asked.NeedsChunksOf(read.ChunkLength))
        {
            resolved = resolved with { Chunks = read.Chunks, WholeOfChunks = read.WholeOfChunks(), ChunksShowDependence = asked.ShowDependence(read.ChunkLength) };
        }

        if (asked is not { Slots: { } slots, Season: { } season })
        {
            return resolved;
        }

        // Pieces by another season or zone would be other hours: better none than wrong ones.
        return read?.Season == season.Key
            ? resolved with { Season = read.SlotsOf(slots, profile.Schema), Name = $"{baseline.Source}, {asked.SameHours}" }
            : resolved with { Season = new DatasetProfile(profile.Schema), Name = $"{baseline.Source}, {asked.SameHours} (not taken apart by them: its rows have no times, or it is yet to be read again)" };
    }

    /// <summary>The version whose data began last before this one's.</summary>
    private async Task<string?> PreviousVersionAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        var versions = new List<CatalogEntry>();
        await foreach (CatalogEntry entry in catalog.ListAsync(cancellationToken))
        {
            if (entry.Model.Model == model.Model)
            {
                versions.Add(entry);
            }
        }

        DateTimeOffset? begin = versions.Find(entry => entry.Model == model)?.Events.Start;
        return versions
            .Where(entry => entry.Model != model && (begin is null || entry.Events.Start < begin))
            .OrderByDescending(entry => entry.Events.Start)
            .Select(entry => entry.Model.Version)
            .FirstOrDefault();
    }

    private async Task<ResolvedBaseline> TrailingAsync(Asked asked, CancellationToken cancellationToken)
    {
        var span = new TimeWindow(asked.Window.Start - asked.Monitor.Baseline.Trailing, asked.Window.Start);
        IReadOnlyList<TimeWindow> same = asked is { Slots: { } slots, Season: { } season } ? season.Occurrences(span, slots) : [];
        string name = string.Create(CultureInfo.InvariantCulture, $"{span.Start:yyyy-MM-dd} to {span.End:yyyy-MM-dd}");
        bool inChunks = ChunkCutter.LengthOf(span) is { } length && asked.NeedsChunksOf(length);
        if (same.Count == 0)
        {
            return inChunks
                ? await PiecesAsync(asked, span, name, ChunkCutter.Cut(span), cancellationToken)
                : await WholeAsync(asked, span, name, cancellationToken);
        }

        ResolvedBaseline narrowed = await PiecesAsync(asked, span, $"{name}, {asked.SameHours}", same, cancellationToken);
        if (asked.Families.All(family => family == EvaluationFamily.Drift))
        {
            return narrowed;
        }

        // The other families look at all of the time before.
        ResolvedBaseline whole = await WholeAsync(asked, span, name, cancellationToken);
        return whole.Profile is null ? Nothing : narrowed with
        {
            Profile = whole.Profile,
            Season = narrowed.Profile ?? new DatasetProfile(whole.Profile.Schema),
            Name = narrowed.Name ?? whole.Name,
            Digest = $"{whole.Digest} {narrowed.Digest}",
        };
    }

    private async Task<ResolvedBaseline> WholeAsync(Asked asked, TimeWindow span, string name, CancellationToken cancellationToken)
    {
        LoadedWindow loaded = await windows.LoadAsync(asked.Model, span, asked.SupersededAt, cancellationToken);
        return loaded.Profile.Rows == 0 ? Nothing : new ResolvedBaseline(loaded.Profile, name, $"trailing {span} {string.Join(' ', loaded.Batches)}");
    }

    private async Task<ResolvedBaseline> PiecesAsync(Asked asked, TimeWindow span, string name, IReadOnlyList<TimeWindow> pieces, CancellationToken cancellationToken)
    {
        DatasetProfile? merged = null;
        var batches = new SortedSet<(string BatchId, string ETag)>();
        var chunks = new List<DatasetProfile>();
        int together = (pieces.Count + ChunkCutter.MostChunks - 1) / ChunkCutter.MostChunks;
        for (int i = 0; i < pieces.Count; i++)
        {
            LoadedWindow loaded = await windows.LoadAsync(asked.Model, pieces[i], asked.SupersededAt, cancellationToken);
            batches.UnionWith(loaded.Batches);
            merged ??= new DatasetProfile(loaded.Profile.Schema);
            merged.Merge(loaded.Profile);
            if (i % together == 0)
            {
                chunks.Add(loaded.Profile);
            }
            else
            {
                chunks[^1].Merge(loaded.Profile);
            }
        }

        if (merged is not { Rows: > 0 })
        {
            return Nothing;
        }

        IReadOnlyList<DatasetProfile> used = ChunkCutter.WithoutSmall(chunks);
        return new ResolvedBaseline(merged, name, $"trailing {span} in {pieces.Count} {string.Join(' ', batches)}")
        {
            Chunks = used.Count >= LearntSpread.FewestChunks ? used : [],
            ChunksShowDependence = asked.ShowDependence(pieces[0].Duration * together),
        };
    }

    /// <summary>What a baseline is wanted for.</summary>
    private sealed record Asked(ModelVersion Model, MonitorDefinition Monitor, TimeWindow Window, IReadOnlyList<EvaluationFamily> Families, long? SupersededAt)
    {
        /// <summary>The season that narrows the baseline; null where there is none, or the window has all of its hours.</summary>
        public SeasonCalendar? Season { get; } = Families.Contains(EvaluationFamily.Drift) && BaselinePieces.SeasonOf(Monitor) is { } season && season.SlotsOf(Window).Count < season.Slots ? season : null;

        /// <summary>The slots of the window; null without a season.</summary>
        public IReadOnlySet<int>? Slots => Season?.SlotsOf(Window);

        public string SameHours => Monitor.Baseline.Season switch
        {
            BaselineSeason.HourOfDay => "same hours of the day",
            BaselineSeason.DayOfWeek => "same days of the week",
            _ => "same hours of the week",
        };

        private bool Learns =>
            (Families.Contains(EvaluationFamily.Performance) && Monitor.Performance.Any(rule => rule.LearntRange))
            || (Families.Contains(EvaluationFamily.Drift)
                && (Monitor.Drift is { Preset: "nannyml" } or { LearntThreshold: true } || Monitor.Drift.Columns.Values.Any(column => column.LearntThreshold)));

        /// <summary>Chunks shorter than the window are of use only where thresholds are learnt.</summary>
        public bool NeedsChunksOf(TimeSpan length) => Learns || ShowDependence(length);

        public bool ShowDependence(TimeSpan length) => length >= Window.Duration;
    }
}
