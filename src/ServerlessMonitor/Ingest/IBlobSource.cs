namespace ServerlessMonitor.Ingest;

/// <summary>The watched account's blobs.</summary>
public interface IBlobSource
{
    /// <summary>Opens the present version for reading; null when there is no such blob.</summary>
    Task<SourceBlob?> OpenAsync(BlobAddress blob, CancellationToken cancellationToken);

    /// <summary>The present version's ETag without quotes; null when there is no such blob.</summary>
    Task<string?> GetETagAsync(BlobAddress blob, CancellationToken cancellationToken);

    /// <summary>The blobs of a container whose name starts with <paramref name="prefix"/>, by name. A container that does not exist is empty.</summary>
    IAsyncEnumerable<BlobListing> ListAsync(string container, string? prefix, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a blob, streaming: the content is held a block at a time, and there is no blob before all of it has come. With <paramref name="onlyIfAbsent"/> an existing blob is left as it is.
    /// </summary>
    /// <returns>The ETag written, without quotes; null when <paramref name="onlyIfAbsent"/> found a blob.</returns>
    Task<string?> WriteAsync(BlobAddress blob, Stream content, string contentType, bool onlyIfAbsent, CancellationToken cancellationToken);

    /// <summary>Deletes a blob; nothing happens where there is none.</summary>
    Task DeleteAsync(BlobAddress blob, CancellationToken cancellationToken);
}
