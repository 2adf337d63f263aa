using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Azure.Blobs;

/// <summary>The container <c>kept</c>.</summary>
public sealed class BlobKeptFiles(StorageClients clients, IOptions<AzureStorageOptions> options, IBlobSource blobs, TimeProvider clock) : IKeptFiles
{
    private const string ContentType = "application/octet-stream";
    private static readonly TimeSpan OldAfter = TimeSpan.FromHours(12);

    private readonly BlobContainerClient _container = clients.Blobs.GetBlobContainerClient(options.Value.Container(StorageNames.Kept));

    /// <inheritdoc/>
    public async Task PutAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var address = new BlobAddress(StorageNames.Kept, name);
        long start = content.CanSeek ? content.Position : 0;
        if (await blobs.WriteAsync(address, content, ContentType, onlyIfAbsent: true, cancellationToken) is null && content.CanSeek && await IsOldAsync(name, cancellationToken))
        {
            content.Position = start;
            await blobs.WriteAsync(address, content, ContentType, onlyIfAbsent: false, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<IKeptFile?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        BlobClient client = _container.GetBlobClient(name);
        try
        {
            BlobProperties properties = await client.GetPropertiesAsync(cancellationToken: cancellationToken);
            return new OpenFile(client, properties);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeptFileListing> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (BlobListing blob in blobs.ListAsync(StorageNames.Kept, prefix, cancellationToken))
        {
            yield return new KeptFileListing(blob.Address.Path, blob.LastModified);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => blobs.DeleteAsync(new BlobAddress(StorageNames.Kept, name), cancellationToken);

    private async Task<bool> IsOldAsync(string name, CancellationToken cancellationToken)
    {
        Response<BlobProperties> properties = await _container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
        return properties.Value.LastModified < clock.GetUtcNow() - OldAfter;
    }

    /// <summary>One version of a file: every read names it.</summary>
    private sealed class OpenFile(BlobClient client, BlobProperties properties) : IKeptFile
    {
        private readonly BlobRequestConditions _same = new() { IfMatch = properties.ETag };

        public long Length => properties.ContentLength;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellationToken)
        {
            int count = (int)Math.Clamp(Length - offset, 0, into.Length);
            if (count == 0)
            {
                return 0;
            }

            try
            {
                Response<BlobDownloadStreamingResult> response = await client.DownloadStreamingAsync(
                    new BlobDownloadOptions { Range = new HttpRange(offset, count), Conditions = _same }, cancellationToken);
                await using Stream content = response.Value.Content;
                await content.ReadExactlyAsync(into[..count], cancellationToken);
                return count;
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 412)
            {
                throw new IOException($"The kept file {client.Name} was deleted while it was being read.", exception);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
