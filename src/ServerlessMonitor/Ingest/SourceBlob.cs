namespace ServerlessMonitor.Ingest;

/// <summary>An opened blob: one consistent version of its bytes. Disposing it closes the stream.</summary>
/// <param name="Address">Which blob.</param>
/// <param name="Content">Its bytes from the start; forward only; fails rather than mixing two versions.</param>
/// <param name="ETag">The version that is being read, without quotes.</param>
/// <param name="Length">In bytes.</param>
/// <param name="LastModified">When this version was written.</param>
public sealed record SourceBlob(BlobAddress Address, Stream Content, string ETag, long Length, DateTimeOffset LastModified) : IAsyncDisposable
{
    /// <summary>Whether it stands for a folder of a hierarchical account, and holds nothing.</summary>
    public bool IsFolder { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
