namespace ServerlessMonitor.Ingest;

/// <summary>A page of the index.</summary>
/// <param name="Batches">By model, then time of arrival.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
public sealed record BatchPage(IReadOnlyList<BatchRecord> Batches, string? Next);
