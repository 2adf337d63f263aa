using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>
/// Table <c>Batches</c>: partition <c>container~xx</c>, where xx are the first two digits of the batch id (256 partitions, so that a busy container is not one hot
/// partition), row the batch id.
/// </summary>
public sealed class TableIngestLedger(StorageClients clients, IOptions<AzureStorageOptions> options) : IIngestLedger
{
    private const int SideBySide = 16;
    private const int LongestText = 8000;
    private readonly TableClient _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.BatchesTable));

    /// <inheritdoc/>
    public Task<Versioned<LedgerEntry>?> GetAsync(BlobAddress blob, CancellationToken cancellationToken) => GetAsync(blob.Container, blob.BatchId, cancellationToken);

    /// <inheritdoc/>
    public async Task<Versioned<LedgerEntry>?> GetAsync(string container, string batchId, CancellationToken cancellationToken)
    {
        TableEntity? entity = await ConditionalWrite.FindAsync(_table, Partition(container, batchId), batchId, cancellationToken);
        return entity is null ? null : new Versioned<LedgerEntry>(Read(entity), entity.ETag.ToString());
    }

    /// <inheritdoc/>
    public Task<string?> TryWriteAsync(LedgerEntry entry, string? expectedTag, CancellationToken cancellationToken) =>
        ConditionalWrite.TryPutAsync(_table, Write(entry), expectedTag, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> GetCountedVersionsAsync(
        string container, IReadOnlyCollection<string> batchIds, CancellationToken cancellationToken)
    {
        var live = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(batchIds, parallel, async (id, token) =>
        {
            TableEntity? entity = await ConditionalWrite.FindAsync(_table, Partition(container, id), id, token);
            if (entity is not null && Read(entity) is { Counts: true } entry)
            {
                live[id] = entry.CountedVersion;
            }
        });
        return live;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LedgerEntry> ListAsync(string container, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {container + TableKeys.Separator} and PartitionKey lt {container + TableKeys.AfterSeparator}");
        await foreach (TableEntity entity in _table.RowsAsync(filter, cancellationToken))
        {
            yield return Read(entity);
        }
    }

    private static string Partition(string container, string batchId) => $"{container}{TableKeys.Separator}{batchId[..2]}";

    private static TableEntity Write(LedgerEntry entry)
    {
        string id = entry.Blob.BatchId;
        var entity = new TableEntity(Partition(entry.Blob.Container, id), id)
        {
            ["Container"] = entry.Blob.Container,
            ["Path"] = entry.Blob.Path,
            ["BlobETag"] = entry.ETag,
            ["State"] = entry.State.ToString(),
            ["Rows"] = entry.Rows,
            ["RejectedRows"] = entry.RejectedRows,
            ["Length"] = entry.Length,
            ["CommittedAt"] = entry.CommittedAt,
            ["Announced"] = entry.Announced,
            ["Revision"] = entry.Revision,
            ["Hours"] = entry.Hours,
            ["Retractions"] = entry.Retractions,
            ["OutcomeOnly"] = entry.IsOutcomeOnly,
        };
        if (entry.Model is { } model)
        {
            entity["Model"] = model.Model;
            entity["Version"] = model.Version;
        }

        WriteInstant(entity, "ModifiedAt", entry.ModifiedAt);
        WriteInstant(entity, "ArrivedAt", entry.ArrivedAt);
        WriteText(entity, "SupersededETag", entry.SupersededETag);
        WriteText(entity, "ProfileVersion", entry.ProfileVersion);
        WriteText(entity, "MonitorDigest", entry.MonitorDigest);
        WriteText(entity, "QuarantinedETag", entry.QuarantinedETag);
        WriteText(entity, "Problem", entry.Problem);
        WriteText(entity, "Notes", entry.Notes);
        WriteRange(entity, "Event", entry.EventRange);
        WriteRange(entity, "Superseded", entry.SupersededRange);
        return entity;
    }

    private static LedgerEntry Read(TableEntity entity) =>
        new(new BlobAddress(entity.Text("Container"), entity.Text("Path")), entity.Text("BlobETag"), Enum.Parse<LedgerState>(entity.Text("State")))
        {
            Model = entity.GetString("Model") is { } model ? new ModelVersion(model, entity.Text("Version")) : null,
            EventRange = ReadRange(entity, "Event"),
            SupersededRange = ReadRange(entity, "Superseded"),
            SupersededETag = entity.GetString("SupersededETag"),
            Rows = entity.GetInt64("Rows") ?? 0,
            RejectedRows = entity.GetInt64("RejectedRows") ?? 0,
            Length = entity.GetInt64("Length") ?? 0,
            CommittedAt = entity.GetDateTimeOffset("CommittedAt") ?? default,
            Announced = entity.GetBoolean("Announced") ?? false,
            Problem = entity.GetString("Problem"),
            Notes = entity.GetString("Notes"),
            ProfileVersion = entity.GetString("ProfileVersion"),
            MonitorDigest = entity.GetString("MonitorDigest"),
            QuarantinedETag = entity.GetString("QuarantinedETag"),
            Revision = entity.GetInt64("Revision") ?? 0,
            Hours = entity.GetInt32("Hours") ?? 0,
            Retractions = entity.GetInt32("Retractions") ?? 0,
            IsOutcomeOnly = entity.GetBoolean("OutcomeOnly") ?? false,

            // Rows of before these were kept: the nearest that is known.
            ModifiedAt = entity.GetDateTimeOffset("ModifiedAt") ?? entity.GetDateTimeOffset("CommittedAt") ?? default,
            ArrivedAt = entity.GetDateTimeOffset("ArrivedAt") ?? entity.GetDateTimeOffset("CommittedAt") ?? default,
        };

    // Monitor files have neither; a table's time begins in 1601.
    private static void WriteInstant(TableEntity entity, string name, DateTimeOffset instant)
    {
        if (instant != default)
        {
            entity[name] = instant;
        }
    }

    // A property holds 64 KiB of UTF-16; a person reads less.
    private static void WriteText(TableEntity entity, string name, string? text)
    {
        if (text is not null)
        {
            entity[name] = text.Length <= LongestText ? text : text[..LongestText];
        }
    }

    // As ticks: a DateTime property starts in 1601, and event times may be anything.
    private static void WriteRange(TableEntity entity, string name, TimeWindow? range)
    {
        if (range is { } value)
        {
            entity[name + "Start"] = value.Start.UtcTicks;
            entity[name + "End"] = value.End.UtcTicks;
        }
    }

    private static TimeWindow? ReadRange(TableEntity entity, string name) =>
        entity.GetInt64(name + "Start") is { } start && entity.GetInt64(name + "End") is { } end
            ? new TimeWindow(new DateTimeOffset(start, TimeSpan.Zero), new DateTimeOffset(end, TimeSpan.Zero))
            : null;
}
