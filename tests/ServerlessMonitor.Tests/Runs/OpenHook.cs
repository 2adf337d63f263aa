using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Tests.Runs;

/// <summary>Lets others do something each time after a blob was opened, and before it is read.</summary>
internal sealed class OpenHook(IBlobSource blobs, Func<Task> opened) : IBlobSource
{
    public async Task<SourceBlob?> OpenAsync(BlobAddress blob, CancellationToken cancellationToken)
    {
        SourceBlob? source = await blobs.OpenAsync(blob, cancellationToken);
        await opened();
        return source;
    }

    public Task<string?> GetETagAsync(BlobAddress blob, CancellationToken cancellationToken) => blobs.GetETagAsync(blob, cancellationToken);

    public IAsyncEnumerable<BlobListing> ListAsync(string container, string? prefix, CancellationToken cancellationToken) => blobs.ListAsync(container, prefix, cancellationToken);

    public Task<string?> WriteAsync(BlobAddress blob, Stream content, string contentType, bool onlyIfAbsent, CancellationToken cancellationToken) =>
        blobs.WriteAsync(blob, content, contentType, onlyIfAbsent, cancellationToken);

    public Task DeleteAsync(BlobAddress blob, CancellationToken cancellationToken) => blobs.DeleteAsync(blob, cancellationToken);
}
