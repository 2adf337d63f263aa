namespace ServerlessMonitor.Ingest;

/// <summary>One blob as a listing shows it.</summary>
/// <param name="Address">Which blob.</param>
/// <param name="ETag">Its present version, without quotes.</param>
/// <param name="Length">In bytes.</param>
/// <param name="LastModified">When that version was written.</param>
public sealed record BlobListing(BlobAddress Address, string ETag, long Length, DateTimeOffset LastModified)
{
    /// <summary>Whether it stands for a folder of a hierarchical account, and holds nothing.</summary>
    public bool IsFolder { get; init; }
}
