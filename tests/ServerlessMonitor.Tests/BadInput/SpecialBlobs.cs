using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Tests.BadInput;

/// <summary>Blobs, one of which is not in memory.</summary>
internal sealed class SpecialBlobs(IBlobSource others, SourceBlob special) : IBlobSource
{
    public Task<SourceBlob?> OpenAsync(BlobAddress blob, CancellationToken cancellationToken) =>
        blob == special.Address ? Task.FromResult<SourceBlob?>(special) : others.OpenAsync(blob, cancellationToken);

    public Task<string?> GetETagAsync(BlobAddress blob, CancellationToken cancellationToken) =>
        blob == special.Address ? Task.FromResult<string?>(special.ETag) : others.GetETagAsync(blob, cancellationToken);

    public IAsyncEnumerable<BlobListing> ListAsync(string container, string? prefix, CancellationToken cancellationToken) =>
        others.ListAsync(container, prefix, cancellationToken);

    public Task<string?> WriteAsync(BlobAddress blob, Stream content, string contentType, bool onlyIfAbsent, CancellationToken cancellationToken) =>
        others.WriteAsync(blob, content, contentType, onlyIfAbsent, cancellationToken);

    public Task DeleteAsync(BlobAddress blob, CancellationToken cancellationToken) => others.DeleteAsync(blob, cancellationToken);
}
