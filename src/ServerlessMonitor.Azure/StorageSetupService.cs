using Microsoft.Extensions.Hosting;

namespace ServerlessMonitor.Azure;

/// <summary>Creates what is missing before the first trigger fires.</summary>
internal sealed class StorageSetupService(StorageSetup setup) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => setup.CreateMissingAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
