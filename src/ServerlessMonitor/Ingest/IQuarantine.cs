namespace ServerlessMonitor.Ingest;

/// <summary>Where blobs go that cannot be read, each with its reason.</summary>
public interface IQuarantine
{
    /// <summary>
    /// Keeps a copy of the blob (where it still exists) and a reason beside it, at <c>quarantine/&lt;container&gt;/&lt;path&gt;</c> and
    /// <c>….reason.json</c>. Safe to repeat.
    /// </summary>
    /// <returns>The address of the reason.</returns>
    Task<BlobAddress> KeepAsync(BlobAddress blob, string eTag, BatchProblem problem, CancellationToken cancellationToken);

    /// <summary>Removes the copy and the reason, unless a version other than <paramref name="eTag"/> has been put there since. Safe to repeat.</summary>
    Task RemoveAsync(BlobAddress blob, string eTag, CancellationToken cancellationToken);
}
