using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>The model versions that are known, with how far their data reaches.</summary>
public interface IModelCatalog
{
    /// <summary>Widens the version's range of event time and notes the arrival. Later calls never narrow it.</summary>
    Task NoteBatchAsync(ModelVersion model, TimeWindow events, DateTimeOffset arrivedAt, CancellationToken cancellationToken);

    /// <summary>The version, or null when nothing has arrived for it.</summary>
    Task<CatalogEntry?> GetAsync(ModelVersion model, CancellationToken cancellationToken);

    /// <summary>Every known version.</summary>
    IAsyncEnumerable<CatalogEntry> ListAsync(CancellationToken cancellationToken);
}
