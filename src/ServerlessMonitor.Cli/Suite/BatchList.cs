namespace ServerlessMonitor.Cli.Suite;

/// <summary>Blobs and their states, as <c>GET /api/batches</c> answers.</summary>
/// <param name="Batches">By model, then time of arrival.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
internal sealed record BatchList(IReadOnlyList<BatchList.Entry> Batches, string? Next)
{
    /// <summary>One blob.</summary>
    internal sealed record Entry(
        string Blob,
        string? Model,
        string? Version,
        string State,
        DateTimeOffset ArrivedAt,
        DateTimeOffset ModifiedAt,
        DateTimeOffset? ProcessedAt,
        long Rows,
        long RejectedRows,
        long Bytes,
        int Hours,
        DateTimeOffset? From,
        DateTimeOffset? To,
        string? Reason,
        string? Notes);
}
