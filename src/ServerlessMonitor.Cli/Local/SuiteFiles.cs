using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Cli.Local;

/// <summary>Puts configuration files where the suite reads them.</summary>
internal static class SuiteFiles
{
    private const string MediaType = "application/yaml";

    /// <summary>Uploads a monitor file and the two alerting files.</summary>
    /// <param name="connectionString">The storage account.</param>
    /// <param name="folder">The folder with <c>alerting.yaml</c> and <c>receivers.yaml</c>.</param>
    /// <param name="monitorFile">The monitor file; its name is the model's.</param>
    /// <param name="cancellationToken">Ends the upload.</param>
    public static async Task UploadAsync(string connectionString, string folder, string monitorFile, CancellationToken cancellationToken)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", connectionString)]).Build();
        await using var services = new ServiceCollection().AddAzureStorage(settings).BuildServiceProvider();
        var blobs = services.GetRequiredService<IBlobSource>();
        await PutAsync(blobs, StorageNames.Monitors, monitorFile, cancellationToken);
        await PutAsync(blobs, StorageNames.Alerting, Path.Combine(folder, "alerting.yaml"), cancellationToken);
        await PutAsync(blobs, StorageNames.Alerting, Path.Combine(folder, "receivers.yaml"), cancellationToken);
    }

    private static async Task PutAsync(IBlobSource blobs, string container, string file, CancellationToken cancellationToken)
    {
        await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        await blobs.WriteAsync(new BlobAddress(container, Path.GetFileName(file)), content, MediaType, onlyIfAbsent: false, cancellationToken);
    }
}
