namespace ServerlessMonitor.Functions.Http;

/// <summary>The answer to an upload.</summary>
/// <param name="Blob">Where the body is kept.</param>
/// <param name="IsNew">False when the same <c>Idempotency-Key</c> had been sent before.</param>
/// <param name="Status">Where to ask what became of it.</param>
public sealed record UploadResponse(string Blob, bool IsNew, string Status);
