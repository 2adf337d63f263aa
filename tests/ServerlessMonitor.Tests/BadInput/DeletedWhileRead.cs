using ServerlessMonitor.Ingest;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.BadInput;

/// <summary>Blobs whose owner deletes them just after they were opened.</summary>
internal sealed class DeletedWhileRead(InMemoryBlobs blobs) : IBlobSource
{
    public async Task<SourceBlob?> OpenAsync(BlobAddress blob, CancellationToken cancellationToken)
    {
        SourceBlob? opened = await blobs.OpenAsync(blob, cancellationToken);
        blobs.Delete(blob);
        return opened;
    }

    public Task<string?> GetETagAsync(BlobAddress blob, CancellationToken cancellationToken) => blobs.GetETagAsync(blob, cancellationToken);

    public IAsyncEnumerable<BlobListing> ListAsync(string container, string? prefix, CancellationToken cancellationToken) =>
        blobs.ListAsync(container, prefix, cancellationToken);

    public Task<string?> WriteAsync(BlobAddress blob, Stream content, string contentType, bool onlyIfAbsent, CancellationToken cancellationToken) =>
        blobs.WriteAsync(blob, content, contentType, onlyIfAbsent, cancellationToken);

    public Task DeleteAsync(BlobAddress blob, CancellationToken cancellationToken) => blobs.DeleteAsync(blob, cancellationToken);
}
