using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Azure.Blobs;

/// <summary>The account's blobs.</summary>
public sealed class BlobStore(StorageClients clients, IOptions<AzureStorageOptions> options) : IBlobSource
{
    // A body of unknown length is sent in blocks of this size, two at a time, and holds as much memory. 50,000 blocks make 390 GiB. The SDK's own choice
    // would first hold 256 MiB, to send them as one.
    private const int BlockBytes = 8 * 1024 * 1024;

    private const string FolderMark = "hdi_isfolder";

    private static readonly StorageTransferOptions InBlocks = new() { InitialTransferSize = BlockBytes, MaximumTransferSize = BlockBytes, MaximumConcurrency = 2 };

    /// <inheritdoc/>
    public async Task<SourceBlob?> OpenAsync(BlobAddress blob, CancellationToken cancellationToken)
    {
        try
        {
            // One GET whose retries continue the same version (If-Match), never a mix of two.
            Response<BlobDownloadStreamingResult> response = await Client(blob).DownloadStreamingAsync(cancellationToken: cancellationToken);
            BlobDownloadDetails details = response.Value.Details;
            return new SourceBlob(blob, response.Value.Content, Unquote(details.ETag), details.ContentLength, details.LastModified)
            {
                IsFolder = IsFolder(blob.Path, details.ContentLength, details.Metadata),
            };
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<string?> GetETagAsync(BlobAddress blob, CancellationToken cancellationToken)
    {
        try
        {
            Response<BlobProperties> response = await Client(blob).GetPropertiesAsync(cancellationToken: cancellationToken);
            return Unquote(response.Value.ETag);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobListing> ListAsync(string container, string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BlobContainerClient client = clients.Blobs.GetBlobContainerClient(options.Value.Container(container));
        AsyncPageable<BlobItem> items = client.GetBlobsAsync(BlobTraits.Metadata, prefix: prefix, cancellationToken: cancellationToken);
        await using IAsyncEnumerator<BlobItem> cursor = items.GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(cursor))
        {
            BlobItem item = cursor.Current;
            yield return new BlobListing(
                new BlobAddress(container, item.Name),
                item.Properties.ETag is { } tag ? Unquote(tag) : string.Empty,
                item.Properties.ContentLength ?? 0,
                item.Properties.LastModified ?? DateTimeOffset.UnixEpoch)
            {
                IsFolder = IsFolder(item.Name, item.Properties.ContentLength ?? 0, item.Metadata),
            };
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(BlobAddress blob, Stream content, string contentType, bool onlyIfAbsent, CancellationToken cancellationToken)
    {
        var upload = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
            TransferOptions = InBlocks,
            Conditions = onlyIfAbsent ? new BlobRequestConditions { IfNoneMatch = ETag.All } : null,
        };
        try
        {
            Response<BlobContentInfo> response = await Client(blob).UploadAsync(content, upload, cancellationToken);
            return Unquote(response.Value.ETag);
        }
        catch (RequestFailedException exception) when (onlyIfAbsent && exception.Status is (409 or 412))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(BlobAddress blob, CancellationToken cancellationToken) =>
        Client(blob).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<BlobItem> cursor)
    {
        try
        {
            return await cursor.MoveNextAsync();
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return false;
        }
    }

    // How hierarchical accounts, and the tools that imitate them, mark a folder.
    private static bool IsFolder(string path, long length, IDictionary<string, string>? metadata) =>
        length == 0 && (path.EndsWith('/') || (metadata is not null && metadata.TryGetValue(FolderMark, out string? mark) && bool.TryParse(mark, out bool isFolder) && isFolder));

    // Headers carry quotes, listings may not: compare without.
    private static string Unquote(ETag tag) => tag.ToString("G").Trim('"');

    // An address with a folder '..' would become that of another blob, even of another container, on its way through a URL.
    private BlockBlobClient Client(BlobAddress blob) => BatchPath.HasDotFolder(blob.Path)
        ? throw new ArgumentException($"'{blob}' has a folder '.' or '..': no client can name such a blob.", nameof(blob))
        : clients.Blobs.GetBlobContainerClient(options.Value.Container(blob.Container)).GetBlockBlobClient(blob.Path);
}
