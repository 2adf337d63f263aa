using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Monitors;

/// <summary>The monitor files: <c>monitors/&lt;model&gt;.yaml</c>.</summary>
public interface IMonitorFiles
{
    /// <summary>The text of the model's file with its version tag, or null where there is none.</summary>
    Task<Versioned<string>?> ReadAsync(string model, CancellationToken cancellationToken);
}
