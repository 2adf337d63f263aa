using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Functions.Http;

/// <summary>One blob of <c>GET /api/batches</c>.</summary>
/// <param name="Blob">Its container and path.</param>
/// <param name="Model">The model; null where the path names none.</param>
/// <param name="Version">Its version.</param>
/// <param name="State"><c>waiting held live quarantined retracted expired</c>.</param>
/// <param name="ArrivedAt">When its first version was written.</param>
/// <param name="ModifiedAt">When its present version was written.</param>
/// <param name="ProcessedAt">When its state came about.</param>
/// <param name="Rows">Rows that count.</param>
/// <param name="RejectedRows">Rows that could not be read.</param>
/// <param name="Bytes">Its size as stored.</param>
/// <param name="Hours">How many hours its rows touch.</param>
/// <param name="From">The first event.</param>
/// <param name="To">Just after the last event.</param>
/// <param name="Reason">Why it was not processed.</param>
/// <param name="Notes">What a person should know about how it was read.</param>
public sealed record BatchEntry(
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
    string? Notes)
{
    /// <summary>The entry of a row of the index.</summary>
    public static BatchEntry Of(BatchRecord record) => new(
        record.Blob.ToString(),
        record.Model?.Model,
        record.Model?.Version,
        record.State.ToString().ToLowerInvariant(),
        record.ArrivedAt,
        record.ModifiedAt,
        record.ProcessedAt,
        record.Rows,
        record.RejectedRows,
        record.Length,
        record.Hours,
        record.EventRange?.Start,
        record.EventRange?.End,
        record.Reason ?? (record.State == BatchState.Waiting ? "It has not been read yet: its event is on the way, or the app is behind or down." : null),
        record.Notes);
}
