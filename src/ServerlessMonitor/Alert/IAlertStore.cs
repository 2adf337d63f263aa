using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Alert;

/// <summary>Alerts by model, and the history of their changes.</summary>
public interface IAlertStore
{
    /// <summary>The alert, or null when there is none.</summary>
    Task<Versioned<AlertTimeline>?> GetAsync(AlertIdentity identity, CancellationToken cancellationToken);

    /// <summary>Writes the alert if it is still as it was read (<paramref name="expectedTag"/>; null: there must be none).</summary>
    /// <returns>The new tag; null when somebody else was faster: read, fold and try again.</returns>
    Task<string?> TryPutAsync(AlertTimeline alert, string? expectedTag, CancellationToken cancellationToken);

    /// <summary>The alerts of a model, all versions; of every model when <paramref name="model"/> is null.</summary>
    IAsyncEnumerable<Versioned<AlertTimeline>> ListAsync(string? model, CancellationToken cancellationToken);

    /// <summary>Adds to the history. The same transition (alert, phase, window end) is kept once.</summary>
    Task AppendHistoryAsync(AlertTransition transition, CancellationToken cancellationToken);

    /// <summary>The newest transitions of a model first.</summary>
    IAsyncEnumerable<AlertTransition> HistoryAsync(string model, int limit, CancellationToken cancellationToken);
}
