using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>Whether rows of the index that say a blob is not processed still hold.</summary>
internal static class OpenBatches
{
    /// <summary>Whether the blob is processed by now, or gone.</summary>
    public static async Task<bool> IsOverAsync(BatchRecord row, LedgerEntry? entry, IBlobSource blobs, CancellationToken cancellationToken)
    {
        string? eTag = await blobs.GetETagAsync(row.Blob, cancellationToken);
        return eTag is null || (entry is { State: LedgerState.Live or LedgerState.Quarantined } && entry.ETag == eTag);
    }
}
