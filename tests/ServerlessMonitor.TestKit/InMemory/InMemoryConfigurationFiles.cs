using System.Collections.Concurrent;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Monitor and alerting files in memory.</summary>
public sealed class InMemoryConfigurationFiles : IMonitorFiles, IAlertingFiles
{
    /// <summary>Monitor files by model.</summary>
    public ConcurrentDictionary<string, string> Monitors { get; } = new(StringComparer.Ordinal);

    /// <summary>The alerting files.</summary>
    public AlertingTexts Alerting { get; set; } = new(null, null);

    public Task<Versioned<string>?> ReadAsync(string model, CancellationToken cancellationToken) =>
        Task.FromResult(Monitors.TryGetValue(model, out string? text) ? new Versioned<string>(text, text) : null);

    public Task<AlertingTexts> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Alerting);
}
