namespace ServerlessMonitor.Runs.Requeue;

/// <summary>A blob that could not be read.</summary>
/// <param name="Blob">Its container and path.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When that was found out.</param>
public sealed record QuarantinedBlob(string Blob, string Reason, DateTimeOffset? At);
