using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>The index in memory.</summary>
public sealed class InMemoryBatchIndex : IBatchIndex
{
    private readonly VersionedCells<BatchRecord> _rows = new();

    public Task NoteAsync(BatchRecord record, CancellationToken cancellationToken)
    {
        while (true)
        {
            Versioned<BatchRecord>? stored = _rows.Get(Key(record));
            if (stored?.Value.Order > record.Order || _rows.TryPut(Key(record), record, stored?.Tag) is not null)
            {
                return Task.CompletedTask;
            }
        }
    }

    public Task RemoveAsync(BatchRecord record, CancellationToken cancellationToken)
    {
        if (_rows.Get(Key(record)) is { } stored && stored.Value.Order == record.Order)
        {
            _rows.TryRemove(Key(record), stored.Tag);
        }

        return Task.CompletedTask;
    }

    public Task<BatchPage> QueryAsync(BatchQuery query, CancellationToken cancellationToken)
    {
        KeyValuePair<string, Versioned<BatchRecord>>[] found = [.. _rows.InOrder
            .Where(row => query.After is null || string.CompareOrdinal(row.Key, query.After) > 0)
            .Where(row => Matches(row.Value.Value, query))
            .Take(query.Limit + 1)];
        bool more = found.Length > query.Limit;
        return Task.FromResult(new BatchPage([.. found.Take(query.Limit).Select(row => row.Value.Value)], more ? found[query.Limit - 1].Key : null));
    }

    private static bool Matches(BatchRecord record, BatchQuery query) =>
        (query.Model is null || query.Model == ModelOf(record))
        && (query.Version is null || query.Version == record.Model?.Version)
        && (query.From is null || record.ArrivedAt >= query.From)
        && (query.To is null || record.ArrivedAt < query.To)
        && (query.States.Count == 0 || query.States.Contains(record.State));

    private static string ModelOf(BatchRecord record) => record.Model?.Model ?? BatchQuery.Unassigned;

    private static string Key(BatchRecord record) =>
        string.Create(CultureInfo.InvariantCulture, $"{ModelOf(record)}~{record.ArrivedAt.UtcTicks / TimeSpan.TicksPerSecond:D19}~{record.Blob.BatchId}");
}
