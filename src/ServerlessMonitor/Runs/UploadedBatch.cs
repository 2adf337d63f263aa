using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>A batch that was sent over HTTP.</summary>
/// <param name="Blob">Where it is.</param>
/// <param name="IsNew">False when the same <c>Idempotency-Key</c> had been sent before.</param>
public sealed record UploadedBatch(BlobAddress Blob, bool IsNew);
