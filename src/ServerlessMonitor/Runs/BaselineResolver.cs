using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>Finds what a window is compared with, as the monitor says.</summary>
public sealed class BaselineResolver(IBaselineStore baselines, IModelCatalog catalog, WindowLoader windows, KnownBaselines known)
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
        var asked = new BaselineUse(monitor, window, families);
        BaselineDefinition wanted = monitor.Baseline;
        switch (wanted.Source)
        {
            case BaselineSource.Version:
                string? version = wanted.Version is null or "previous" ? await PreviousVersionAsync(model, cancellationToken) : wanted.Version;
                return version is not null && await baselines.GetAsync(model with { Version = version }, cancellationToken) is { } other ? Uploaded(other, asked) : Nothing;
            case BaselineSource.Upload when await baselines.GetAsync(model, cancellationToken) is { } upload:
                return Uploaded(upload, asked);
            default:
                return await TrailingAsync(model, asked, supersededAt, cancellationToken);
        }
    }

    /// <summary>Whether windows are compared with the time before them.</summary>
    public async Task<bool> IsTrailingAsync(ModelVersion model, MonitorDefinition monitor, CancellationToken cancellationToken) => monitor.Baseline.Source switch
    {
        BaselineSource.Trailing => true,
        BaselineSource.Upload => await baselines.GetAsync(model, cancellationToken) is null,
        _ => false,
    };

    private ResolvedBaseline Uploaded(StoredBaseline baseline, BaselineUse use)
    {
        string key = baseline.PartsKey is { } parts ? $" {parts}" : string.Empty;
        return use.Of(known.Get(baseline), baseline.Source, $"upload {baseline.Source} {baseline.ETag}{key}");
    }

    /// <summary>The version whose data began last before this one's.</summary>
    private async Task<string?> PreviousVersionAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        var versions = new List<CatalogEntry>();
        await foreach (CatalogEntry entry in catalog.ListAsync(model.Model, cancellationToken))
        {
            versions.Add(entry);
        }

        DateTimeOffset? begin = versions.Find(entry => entry.Model == model)?.Events.Start;
        return versions
            .Where(entry => entry.Model != model && (begin is null || entry.Events.Start < begin))
            .OrderByDescending(entry => entry.Events.Start)
            .Select(entry => entry.Model.Version)
            .FirstOrDefault();
    }

    private async Task<ResolvedBaseline> TrailingAsync(ModelVersion model, BaselineUse use, long? supersededAt, CancellationToken cancellationToken)
    {
        var span = new TimeWindow(use.Window.Start - use.Monitor.Baseline.Trailing, use.Window.Start);
        IReadOnlyList<TimeWindow> same = use.Season is { } season ? season.Occurrences(span, use.Slots) : [];
        string name = string.Create(CultureInfo.InvariantCulture, $"{span.Start:yyyy-MM-dd} to {span.End:yyyy-MM-dd}");
        bool inChunks = ChunkCutter.LengthOf(span) is { } length && use.NeedsChunksOf(length);
        if (same.Count == 0)
        {
            return inChunks
                ? await PiecesAsync(model, use, span, name, ChunkCutter.Cut(span), supersededAt, cancellationToken)
                : await WholeAsync(model, span, name, supersededAt, cancellationToken);
        }

        ResolvedBaseline narrowed = await PiecesAsync(model, use, span, $"{name}, {use.SameHours}", same, supersededAt, cancellationToken);
        if (use.Families.All(family => family == EvaluationFamily.Drift))
        {
            return narrowed;
        }

        // The other families look at all of the time before.
        ResolvedBaseline whole = await WholeAsync(model, span, name, supersededAt, cancellationToken);
        return whole.Profile is null ? Nothing : narrowed with
        {
            Profile = whole.Profile,
            Season = narrowed.Profile ?? new DatasetProfile(whole.Profile.Schema),
            Name = narrowed.Name ?? whole.Name,
            Digest = $"{whole.Digest} {narrowed.Digest}",
        };
    }

    private async Task<ResolvedBaseline> WholeAsync(ModelVersion model, TimeWindow span, string name, long? supersededAt, CancellationToken cancellationToken)
    {
        LoadedWindow loaded = await windows.LoadAsync(model, span, supersededAt, cancellationToken);
        return loaded.Profile.Rows == 0 ? Nothing : new ResolvedBaseline(loaded.Profile, name, $"trailing {span} {string.Join(' ', loaded.Batches)}");
    }

    private async Task<ResolvedBaseline> PiecesAsync(
        ModelVersion model, BaselineUse use, TimeWindow span, string name, IReadOnlyList<TimeWindow> pieces, long? supersededAt, CancellationToken cancellationToken)
    {
        DatasetProfile? merged = null;
        var batches = new SortedSet<(string BatchId, string ETag)>();
        var chunks = new List<DatasetProfile>();
        int together = (pieces.Count + ChunkCutter.MostChunks - 1) / ChunkCutter.MostChunks;
        int last = -1;
        await foreach ((int piece, LoadedWindow loaded) in windows.LoadEachAsync(model, pieces, supersededAt, cancellationToken))
        {
            batches.UnionWith(loaded.Batches);
            merged ??= new DatasetProfile(loaded.Profile.Schema);
            merged.Merge(loaded.Profile);
            if (piece / together == last)
            {
                chunks[^1].Merge(loaded.Profile);
                continue;
            }

            chunks.Add(loaded.Profile);
            last = piece / together;
        }

        if (merged is not { Rows: > 0 })
        {
            return Nothing;
        }

        IReadOnlyList<DatasetProfile> used = ChunkCutter.WithoutSmall(chunks);
        return new ResolvedBaseline(merged, name, $"trailing {span} in {pieces.Count} {string.Join(' ', batches)}")
        {
            Chunks = used.Count >= LearntSpread.FewestChunks ? new BaselineChunks(used, merged) : null,
            ChunksShowDependence = use.ShowDependence(pieces[0].Duration * together),
        };
    }
}
