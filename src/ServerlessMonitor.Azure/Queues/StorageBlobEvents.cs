using Microsoft.Extensions.Options;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Azure.Queues;

/// <summary>Reads blob events in the product's own container names: Event Grid names containers as they are in the account, with <see cref="AzureStorageOptions.StoragePrefix"/>.</summary>
public sealed class StorageBlobEvents(IOptions<AzureStorageOptions> options)
{
    private readonly string _prefix = options.Value.Container(string.Empty);

    /// <summary>Reads a message.</summary>
    /// <exception cref="BlobEventFormatException">The message is no blob event; the text says what was expected.</exception>
    public BlobEvent Read(string message)
    {
        BlobEvent read = BlobEventMessage.Read(message);
        BlobAddress blob = read.Blob;
        return _prefix.Length > 0 && blob.Container.StartsWith(_prefix, StringComparison.Ordinal)
            ? read with { Blob = new BlobAddress(blob.Container[_prefix.Length..], blob.Path) }
            : read;
    }
}
