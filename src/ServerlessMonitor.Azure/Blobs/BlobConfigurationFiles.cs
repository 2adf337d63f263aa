using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Azure.Blobs;

/// <summary>The text files that configure the suite: monitors and alerting.</summary>
public sealed class BlobConfigurationFiles(IBlobSource blobs) : IMonitorFiles, IAlertingFiles
{
    // A person writes these; anything larger is a mistake and must not fill the memory. One character more than is allowed shows that there is more.
    private const int LargestFile = MonitorFile.MaximumBytes + 1;

    /// <inheritdoc/>
    public Task<Versioned<string>?> ReadAsync(string model, CancellationToken cancellationToken) =>
        ReadTextAsync(new BlobAddress(StorageNames.Monitors, $"{model}.yaml"), cancellationToken);

    /// <inheritdoc/>
    public async Task<AlertingTexts> ReadAsync(CancellationToken cancellationToken)
    {
        Versioned<string>? alerting = await ReadTextAsync(new BlobAddress(StorageNames.Alerting, "alerting.yaml"), cancellationToken);
        Versioned<string>? receivers = await ReadTextAsync(new BlobAddress(StorageNames.Alerting, "receivers.yaml"), cancellationToken);
        AlertingProblem[] tooLarge = [.. new[] { (Name: "alerting.yaml", File: alerting), (Name: "receivers.yaml", File: receivers) }
            .Where(file => file.File?.Value.Length > MonitorFile.MaximumBytes)
            .Select(file => new AlertingProblem(file.Name, 1, 1, string.Empty, $"the file has more than {MonitorFile.MaximumBytes} bytes; larger ones are not read"))];
        return tooLarge.Length == 0 ? new AlertingTexts(alerting?.Value, receivers?.Value) : throw new AlertingConfigException(tooLarge);
    }

    private async Task<Versioned<string>?> ReadTextAsync(BlobAddress address, CancellationToken cancellationToken)
    {
        await using SourceBlob? blob = await blobs.OpenAsync(address, cancellationToken);
        if (blob is null)
        {
            return null;
        }

        using var reader = new StreamReader(blob.Content);
        char[] text = new char[(int)Math.Min(blob.Length, LargestFile)];
        int length = await reader.ReadBlockAsync(text, cancellationToken);
        return new Versioned<string>(new string(text, 0, length), blob.ETag);
    }
}
