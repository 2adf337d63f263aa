using Microsoft.Extensions.Options;

namespace ServerlessMonitor.Azure;

/// <summary>Creates what the suite needs in the account and is not there yet.</summary>
public sealed class StorageSetup(StorageClients clients, IOptions<AzureStorageOptions> options)
{
    /// <summary>Creates containers, tables and queues side by side. Safe to repeat.</summary>
    public async Task CreateMissingAsync(CancellationToken cancellationToken)
    {
        AzureStorageOptions names = options.Value;
        IEnumerable<Task> containers = StorageNames.Containers.Select(name =>
            (Task)clients.Blobs.GetBlobContainerClient(names.Container(name)).CreateIfNotExistsAsync(cancellationToken: cancellationToken));
        IEnumerable<Task> tables = StorageNames.Tables.Select(name =>
            (Task)clients.Tables.CreateTableIfNotExistsAsync(names.Table(name), cancellationToken));
        IEnumerable<Task> queues = names.Queues
            .Select(name => (Task)clients.Queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken));
        await Task.WhenAll([.. containers, .. tables, .. queues]);
    }
}
