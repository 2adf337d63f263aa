using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>The model versions that are known, with how far their data reaches.</summary>
public interface IModelCatalog
{
    /// <summary>Widens the version's range of event time and notes the arrival. Later calls never narrow it. To be called after the ledger has the batch.</summary>
    /// <returns>A <see cref="CatalogEntry.Sequence"/> that includes the batch.</returns>
    Task<long> NoteBatchAsync(ModelVersion model, TimeWindow events, DateTimeOffset arrivedAt, CancellationToken cancellationToken);

    /// <summary>Notes that a batch version that counted counts no more. To be called after the ledger says so, and before an evaluation is asked for.</summary>
    Task NoteSupersededAsync(ModelVersion model, CancellationToken cancellationToken);

    /// <summary>Notes what has been evaluated, once nothing of it is left to do.</summary>
    Task NoteEvaluatedAsync(ModelVersion model, EvaluatedSpan span, CancellationToken cancellationToken);

    /// <summary>The version, or null when nothing has arrived for it.</summary>
    Task<CatalogEntry?> GetAsync(ModelVersion model, CancellationToken cancellationToken);

    /// <summary>The known versions.</summary>
    /// <param name="model">Of which model; null: of all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    IAsyncEnumerable<CatalogEntry> ListAsync(string? model, CancellationToken cancellationToken);
}
