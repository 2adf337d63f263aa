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
    /// <param name="supersededAt">As for <see cref="WindowLoader.LoadAsync(ModelVersion, TimeWindow, long?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ResolvedBaseline> ResolveAsync(
        ModelVersion model, MonitorDefinition monitor, TimeWindow window, long? supersededAt, CancellationToken cancellationToken)
    {
        BaselineDefinition wanted = monitor.Baseline;
        switch (wanted.Source)
        {
            case BaselineSource.Version:
                return await VersionAsync(model, wanted.Version, cancellationToken);
            case BaselineSource.Upload when await baselines.GetAsync(model, cancellationToken) is { } upload:
                return Uploaded(upload);
            default:
                return await TrailingAsync(model, new TimeWindow(window.Start - wanted.Trailing, window.Start), supersededAt, cancellationToken);
        }
    }

    /// <summary>Whether windows are compared with the time before them.</summary>
    public async Task<bool> IsTrailingAsync(ModelVersion model, MonitorDefinition monitor, CancellationToken cancellationToken) => monitor.Baseline.Source switch
    {
        BaselineSource.Trailing => true,
        BaselineSource.Upload => await baselines.GetAsync(model, cancellationToken) is null,
        _ => false,
    };

    private static ResolvedBaseline Uploaded(StoredBaseline baseline) => new(
        ProfileCodec.FromBytes(baseline.Body.Span),
        baseline.Source,
        $"upload {baseline.Source} {baseline.ETag}");

    private async Task<ResolvedBaseline> VersionAsync(ModelVersion model, string? version, CancellationToken cancellationToken)
    {
        string? name = version is null or "previous" ? await PreviousVersionAsync(model, cancellationToken) : version;
        return name is not null && await baselines.GetAsync(model with { Version = name }, cancellationToken) is { } upload ? Uploaded(upload) : Nothing;
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

    private async Task<ResolvedBaseline> TrailingAsync(ModelVersion model, TimeWindow span, long? supersededAt, CancellationToken cancellationToken)
    {
        LoadedWindow loaded = await windows.LoadAsync(model, span, supersededAt, cancellationToken);
        return loaded.Profile.Rows == 0 ? Nothing : new ResolvedBaseline(
            loaded.Profile,
            string.Create(CultureInfo.InvariantCulture, $"{span.Start:yyyy-MM-dd} to {span.End:yyyy-MM-dd}"),
            $"trailing {span} {string.Join(' ', loaded.Batches)}");
    }
}
