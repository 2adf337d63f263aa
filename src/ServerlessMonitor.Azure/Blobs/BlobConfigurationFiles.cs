using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Azure.Blobs;

/// <summary>The text files that configure the suite: monitors and alerting.</summary>
public sealed class BlobConfigurationFiles(IBlobSource blobs) : IMonitorFiles, IAlertingFiles
{
    // A person writes these; anything larger is a mistake and must not fill the memory.
    private const int LargestFile = 1 << 20;

    /// <inheritdoc/>
    public Task<Versioned<string>?> ReadAsync(string model, CancellationToken cancellationToken) =>
        ReadTextAsync(new BlobAddress(StorageNames.Monitors, $"{model}.yaml"), cancellationToken);

    /// <inheritdoc/>
    public async Task<AlertingTexts> ReadAsync(CancellationToken cancellationToken)
    {
        Versioned<string>? alerting = await ReadTextAsync(new BlobAddress(StorageNames.Alerting, "alerting.yaml"), cancellationToken);
        Versioned<string>? receivers = await ReadTextAsync(new BlobAddress(StorageNames.Alerting, "receivers.yaml"), cancellationToken);
        return new AlertingTexts(alerting?.Value, receivers?.Value);
    }

    private async Task<Versioned<string>?> ReadTextAsync(BlobAddress address, CancellationToken cancellationToken)
    {
        await using SourceBlob? blob = await blobs.OpenAsync(address, cancellationToken);
        if (blob is null)
        {
            return null;
        }

        if (blob.Length > LargestFile)
        {
            throw new InvalidDataException($"{address} has {blob.Length} bytes; a configuration file may have {LargestFile}.");
        }

        using var reader = new StreamReader(blob.Content);
        return new Versioned<string>(await reader.ReadToEndAsync(cancellationToken), blob.ETag);
    }
}
