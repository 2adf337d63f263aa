using System.Globalization;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>
/// Table <c>BatchesByTime</c>: partition <c>model~day</c>, row <c>time~batch id</c>, both of the arrival of the blob's first version. Keys sort by model, then time, so that a span
/// of time of one model is one range.
/// </summary>
public sealed class TableBatchIndex(StorageClients clients, IOptions<AzureStorageOptions> options) : IBatchIndex
{
    private const int MostTries = 20;
    private const int LongestText = 8000;
    private const char PlaceSeparator = '/';
    private readonly TableClient _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.BatchesByTimeTable));

    /// <inheritdoc/>
    public async Task NoteAsync(BatchRecord record, CancellationToken cancellationToken)
    {
        // Most are new: then it is one write and no read.
        TableEntity entity = Write(record);
        TableEntity? stored = null;
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            if (stored?.GetInt64("Order") > record.Order
                || await ConditionalWrite.TryPutAsync(_table, entity, stored?.ETag.ToString(), cancellationToken) is not null)
            {
                return;
            }

            stored = await ConditionalWrite.FindAsync(_table, entity.PartitionKey, entity.RowKey, cancellationToken);
        }

        throw new InvalidOperationException($"The index row of {record.Blob} changed {MostTries} times while it was being written.");
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(BatchRecord record, CancellationToken cancellationToken)
    {
        TableEntity entity = Write(record);
        TableEntity? stored = await ConditionalWrite.FindAsync(_table, entity.PartitionKey, entity.RowKey, cancellationToken);
        if (stored?.GetInt64("Order") != record.Order)
        {
            return;
        }

        try
        {
            await _table.DeleteEntityAsync(stored.PartitionKey, stored.RowKey, stored.ETag, cancellationToken);
        }
        catch (RequestFailedException exception) when (ConditionalWrite.IsLostRace(exception))
        {
            // Somebody knows better by now.
        }
    }

    /// <inheritdoc/>
    public async Task<BatchPage> QueryAsync(BatchQuery query, CancellationToken cancellationToken)
    {
        var found = new List<(BatchRecord Record, string Place)>();
        await foreach (TableEntity entity in _table.RowsAsync(Filter(query), cancellationToken))
        {
            if (found.Count == query.Limit)
            {
                return new BatchPage([.. found.Select(row => row.Record)], found[^1].Place);
            }

            found.Add((Read(entity), $"{entity.PartitionKey}{PlaceSeparator}{entity.RowKey}"));
        }

        return new BatchPage([.. found.Select(row => row.Record)], Next: null);
    }

    private static string? Filter(BatchQuery query)
    {
        var terms = new List<string>();
        if (query.Model is { } model)
        {
            string first = query.From is { } start ? Day(model, start) : model + TableKeys.Separator;
            string last = query.To is { } end ? Day(model, end) : model + TableKeys.AfterSeparator;
            terms.Add(TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last}"));
        }

        if (query.From is { } from)
        {
            terms.Add(TableClient.CreateQueryFilter($"ArrivedAt ge {from}"));
        }

        if (query.To is { } to)
        {
            terms.Add(TableClient.CreateQueryFilter($"ArrivedAt lt {to}"));
        }

        if (query.Version is { } version)
        {
            terms.Add(TableClient.CreateQueryFilter($"Version eq {version}"));
        }

        if (query.States.Count > 0)
        {
            terms.Add($"({string.Join(" or ", query.States.Select(state => TableClient.CreateQueryFilter($"State eq {state.ToString()}")))})");
        }

        if (query.After is { } after)
        {
            string[] place = after.Split(PlaceSeparator);
            if (place.Length != 2)
            {
                throw new ArgumentException($"'{after}' is no place in the index.", nameof(query));
            }

            terms.Add(TableClient.CreateQueryFilter($"(PartitionKey gt {place[0]} or (PartitionKey eq {place[0]} and RowKey gt {place[1]}))"));
        }

        return terms.Count == 0 ? null : string.Join(" and ", terms);
    }

    private static string Day(string model, DateTimeOffset instant) =>
        $"{model}{TableKeys.Separator}{instant.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    private static TableEntity Write(BatchRecord record)
    {
        var entity = new TableEntity(
            Day(record.Model?.Model ?? BatchQuery.Unassigned, record.ArrivedAt), $"{TableKeys.Of(record.ArrivedAt)}{TableKeys.Separator}{record.Blob.BatchId}")
        {
            ["Container"] = record.Blob.Container,
            ["Path"] = record.Blob.Path,
            ["State"] = record.State.ToString(),
            ["BlobETag"] = record.ETag,
            ["ArrivedAt"] = record.ArrivedAt,
            ["Revision"] = record.Revision,
            ["Order"] = record.Order,
            ["Rows"] = record.Rows,
            ["RejectedRows"] = record.RejectedRows,
            ["Length"] = record.Length,
            ["Hours"] = record.Hours,
        };
        if (record.Model is { } model)
        {
            entity["Model"] = model.Model;
            entity["Version"] = model.Version;
        }

        if (record.ModifiedAt != default)
        {
            entity["ModifiedAt"] = record.ModifiedAt;
        }

        if (record.ProcessedAt is { } processedAt)
        {
            entity["ProcessedAt"] = processedAt;
        }

        if (record.EventRange is { } range)
        {
            entity["EventStart"] = range.Start.UtcTicks;
            entity["EventEnd"] = range.End.UtcTicks;
        }

        if (record.Reason is { } reason)
        {
            entity["Reason"] = Shortened(reason);
        }

        if (record.Notes is { } notes)
        {
            entity["Notes"] = Shortened(notes);
        }

        return entity;
    }

    private static string Shortened(string text) => text.Length <= LongestText ? text : text[..LongestText];

    private static BatchRecord Read(TableEntity entity) => new(
        new BlobAddress(entity.Text("Container"), entity.Text("Path")),
        entity.GetString("Model") is { } model ? new ModelVersion(model, entity.Text("Version")) : null,
        Enum.Parse<BatchState>(entity.Text("State")),
        entity.Text("BlobETag"),
        entity.GetDateTimeOffset("ArrivedAt") ?? default)
    {
        Revision = entity.GetInt64("Revision") ?? 0,
        ModifiedAt = entity.GetDateTimeOffset("ModifiedAt") ?? default,
        ProcessedAt = entity.GetDateTimeOffset("ProcessedAt"),
        Rows = entity.GetInt64("Rows") ?? 0,
        RejectedRows = entity.GetInt64("RejectedRows") ?? 0,
        Length = entity.GetInt64("Length") ?? 0,
        Hours = entity.GetInt32("Hours") ?? 0,
        EventRange = entity.GetInt64("EventStart") is { } start && entity.GetInt64("EventEnd") is { } end
            ? new TimeWindow(new DateTimeOffset(start, TimeSpan.Zero), new DateTimeOffset(end, TimeSpan.Zero))
            : null,
        Reason = entity.GetString("Reason"),
        Notes = entity.GetString("Notes"),
    };
}
