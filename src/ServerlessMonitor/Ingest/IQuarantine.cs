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
}
