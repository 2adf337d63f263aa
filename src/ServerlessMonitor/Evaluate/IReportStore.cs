using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>Reports by model version, window length and window; also the series and the latest values that are read from them.</summary>
public interface IReportStore
{
    /// <summary>The newest report of a window, or null.</summary>
    Task<Versioned<EvaluationReport>?> GetAsync(ModelVersion model, WindowSpec spec, DateTimeOffset windowEnd, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the report if the window's newest is still as it was read (<paramref name="expectedTag"/>; null: there must be none), and with it
    /// the points of the series and the latest values. Earlier revisions stay readable.
    /// </summary>
    /// <returns>False when somebody else was faster: load the inputs again and evaluate again.</returns>
    Task<bool> TryPutAsync(EvaluationReport report, string? expectedTag, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a stored report among the latest values, unless a newer one is there: what a crash just after <see cref="TryPutAsync"/> had stored it left undone. Costs one small read
    /// where there is nothing to do.
    /// </summary>
    Task NoteLatestAsync(EvaluationReport report, CancellationToken cancellationToken);

    /// <summary>The newest report of each window that ends inside <paramref name="range"/> (start exclusive, end inclusive), by end.</summary>
    IAsyncEnumerable<EvaluationReport> QueryAsync(ModelVersion model, WindowSpec spec, TimeWindow range, CancellationToken cancellationToken);

    /// <summary>The newest report of every model version and window length.</summary>
    IAsyncEnumerable<EvaluationReport> LatestAsync(CancellationToken cancellationToken);
}
