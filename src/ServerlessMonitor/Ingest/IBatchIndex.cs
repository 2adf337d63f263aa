namespace ServerlessMonitor.Ingest;

/// <summary>Every blob that was seen, by model and time of arrival, with its state: expected against processed is a query.</summary>
public interface IBatchIndex
{
    /// <summary>Keeps the record, unless one of a higher <see cref="BatchRecord.Order"/> is there. Safe to repeat.</summary>
    Task NoteAsync(BatchRecord record, CancellationToken cancellationToken);

    /// <summary>Removes the record's row if it is still of the same <see cref="BatchRecord.Order"/>. Safe to repeat.</summary>
    Task RemoveAsync(BatchRecord record, CancellationToken cancellationToken);

    /// <summary>A page of rows.</summary>
    /// <exception cref="ArgumentException"><see cref="BatchQuery.After"/> is no place that a page gave.</exception>
    Task<BatchPage> QueryAsync(BatchQuery query, CancellationToken cancellationToken);
}
