namespace ServerlessMonitor.Functions.Http;

/// <summary>A page of <c>GET /api/batches</c>.</summary>
/// <param name="Batches">By model, then time of arrival.</param>
/// <param name="Next">To be sent as <c>after</c> for the next page; null: there is none.</param>
public sealed record BatchesResponse(IReadOnlyList<BatchEntry> Batches, string? Next);
