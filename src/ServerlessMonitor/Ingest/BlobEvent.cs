namespace ServerlessMonitor.Ingest;

/// <summary>Says that a blob appeared, changed or went; at least once, in any order, and possibly out of date.</summary>
/// <param name="Blob">Which blob.</param>
/// <param name="Kind">What happened.</param>
public sealed record BlobEvent(BlobAddress Blob, BlobEventKind Kind);
