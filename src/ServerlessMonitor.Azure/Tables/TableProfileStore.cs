using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>
/// Table <c>Profiles</c>: partition <c>model~version</c>; rows <c>h~hour~batch~version of the blob</c> with the parts, so that a window is one range query, <c>schema</c> and <c>segments</c>.
/// </summary>
public sealed class TableProfileStore(StorageClients clients, IOptions<AzureStorageOptions> options, EntityBody bodies) : IProfileStore
{
    private const int TransactionRows = 100;

    // The service takes 4 MiB; smaller requests keep the memory of their base64 and JSON small.
    private const int TransactionBytes = 600_000;
    private const string SchemaRow = "schema";
    private const string SegmentsRow = "segments";
    private const string PartPrefix = "h";

    // No model can have this name.
    private const string SchemasPartition = "_schemas";
    private readonly TableClient _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.ProfilesTable));

    // A schema that is there stays as it is: it is read once.
    private readonly ConcurrentDictionary<ModelVersion, DatasetSchema> _schemas = new();

    /// <inheritdoc/>
    public async Task PutAsync(IEnumerable<ProfilePart> parts, CancellationToken cancellationToken)
    {
        var pending = new List<TableTransactionAction>();
        int bytes = 0;
        foreach (ProfilePart part in parts)
        {
            var entity = new TableEntity(TableKeys.Of(part.Model), Row(part.Hour, part.BatchId, part.ETag))
            {
                ["BlobETag"] = part.ETag,
                ["BatchId"] = part.BatchId,
                ["Hour"] = part.Hour.UtcTicks,
            };
            await bodies.PutAsync(entity, part.Body, cancellationToken);
            int size = EntityBody.EstimateSize(entity);
            if (pending.Count == TransactionRows || bytes + size > TransactionBytes)
            {
                await _table.SubmitTransactionAsync(pending, cancellationToken);
                pending.Clear();
                bytes = 0;
            }

            // The same version of a blob gives the same bytes, so writing over is leaving as it is.
            pending.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity));
            bytes += size;
        }

        if (pending.Count > 0)
        {
            await _table.SubmitTransactionAsync(pending, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ProfilePart> QueryAsync(ModelVersion model, TimeWindow window, CancellationToken cancellationToken) =>
        PartsAsync(model, Range(model, window), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ProfilePart> QueryVersionAsync(ModelVersion model, string batchId, string eTag, TimeWindow range, CancellationToken cancellationToken) => PartsAsync(
        model,
        $"{Range(model, new TimeWindow(range.Start.AddHours(-1), range.End))} and {TableClient.CreateQueryFilter($"BatchId eq {batchId} and BlobETag eq {eTag}")}",
        cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteVersionAsync(ModelVersion model, string batchId, string eTag, TimeWindow range, CancellationToken cancellationToken)
    {
        var hours = new TimeWindow(range.Start.AddHours(-1), range.End);
        AsyncPageable<TableEntity> rows = _table.QueryAsync<TableEntity>(
            Range(model, hours), select: ["PartitionKey", "RowKey", "BatchId", "BlobETag"], cancellationToken: cancellationToken);
        await foreach (TableEntity entity in rows)
        {
            if (entity.GetString("BatchId") == batchId && entity.GetString("BlobETag") == eTag)
            {
                await _table.DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ETag.All, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredPart> ListAsync(ModelVersion model, TimeWindow? window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = window is { } within
            ? Range(model, within)
            : TableClient.CreateQueryFilter(
                $"PartitionKey eq {TableKeys.Of(model)} and RowKey ge {PartPrefix + TableKeys.Separator} and RowKey lt {PartPrefix + TableKeys.AfterSeparator}");
        await foreach (TableEntity entity in _table.QueryAsync<TableEntity>(
            filter, select: ["PartitionKey", "RowKey", "Timestamp", "BatchId", "BlobETag", "Hour"], cancellationToken: cancellationToken))
        {
            yield return new StoredPart(
                model, entity.Instant("Hour"), entity.Text("BatchId"), entity.Text("BlobETag"), entity.Timestamp ?? DateTimeOffset.MaxValue, entity.ETag.ToString());
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(StoredPart part, CancellationToken cancellationToken) =>
        RemoveAsync(TableKeys.Of(part.Model), Row(part.Hour, part.BatchId, part.ETag), part.Tag, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredSchema> ListSchemasAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {SchemasPartition}");
        await foreach (TableEntity listed in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var model = new ModelVersion(listed.Text("Model"), listed.Text("Version"));
            if (await ConditionalWrite.FindAsync(_table, TableKeys.Of(model), SchemaRow, cancellationToken) is { } schema)
            {
                yield return new StoredSchema(model, schema.Timestamp ?? DateTimeOffset.MaxValue, schema.ETag.ToString());
            }
        }
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(StoredSchema schema, CancellationToken cancellationToken)
    {
        // Which values have a segment goes with the schema: whoever sets another one names them anew, under another tag.
        Versioned<SegmentValues>? segments = await GetSegmentValuesAsync(schema.Model, cancellationToken);
        if (await RemoveAsync(TableKeys.Of(schema.Model), SchemaRow, schema.Tag, cancellationToken) && segments is not null)
        {
            await RemoveAsync(TableKeys.Of(schema.Model), SegmentsRow, segments.Tag, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<DatasetSchema?> GetSchemaAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        if (_schemas.TryGetValue(model, out DatasetSchema? known))
        {
            return known;
        }

        TableEntity? entity = await ConditionalWrite.FindAsync(_table, TableKeys.Of(model), SchemaRow, cancellationToken);
        return entity is null ? null : _schemas.GetOrAdd(model, StorageJson.ReadSchema(await bodies.GetAsync(entity, cancellationToken)));
    }

    /// <inheritdoc/>
    public async Task<DatasetSchema> SetSchemaIfAbsentAsync(ModelVersion model, DatasetSchema schema, CancellationToken cancellationToken)
    {
        // Listed first: whoever cleans up finds the schema even if nothing else of the version is ever written.
        await _table.UpsertEntityAsync(
            new TableEntity(SchemasPartition, TableKeys.Of(model)) { ["Model"] = model.Model, ["Version"] = model.Version }, TableUpdateMode.Replace, cancellationToken);
        var entity = new TableEntity(TableKeys.Of(model), SchemaRow);
        await bodies.PutAsync(entity, StorageJson.WriteSchema(schema), cancellationToken);
        string? tag = await ConditionalWrite.TryPutAsync(_table, entity, expectedTag: null, cancellationToken);
        return tag is not null
            ? schema
            : await GetSchemaAsync(model, cancellationToken)
                ?? throw new InvalidOperationException($"The schema of {model} was there and is gone: housekeeping found nothing that needs it. Try again.");
    }

    /// <inheritdoc/>
    public async Task<Versioned<SegmentValues>?> GetSegmentValuesAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        TableEntity? entity = await ConditionalWrite.FindAsync(_table, TableKeys.Of(model), SegmentsRow, cancellationToken);
        return entity is null ? null : new Versioned<SegmentValues>(StorageJson.ReadSegmentValues(await bodies.GetAsync(entity, cancellationToken)), entity.ETag.ToString());
    }

    /// <inheritdoc/>
    public async Task<string?> TryPutSegmentValuesAsync(ModelVersion model, SegmentValues values, string? expectedTag, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(TableKeys.Of(model), SegmentsRow);
        await bodies.PutAsync(entity, StorageJson.WriteSegmentValues(values), cancellationToken);
        return await ConditionalWrite.TryPutAsync(_table, entity, expectedTag, cancellationToken);
    }

    private async IAsyncEnumerable<ProfilePart> PartsAsync(ModelVersion model, string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity entity in _table.RowsAsync(filter, cancellationToken))
        {
            yield return new ProfilePart(
                model,
                entity.Instant("Hour"),
                entity.Text("BatchId"),
                entity.Text("BlobETag"),
                await bodies.GetAsync(entity, cancellationToken));
        }
    }

    /// <summary>False where it has been written again: somebody needs it.</summary>
    private async Task<bool> RemoveAsync(string partition, string row, string tag, CancellationToken cancellationToken)
    {
        try
        {
            await _table.DeleteEntityAsync(partition, row, new ETag(tag), cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (ConditionalWrite.IsLostRace(exception))
        {
            return false;
        }
    }

    // The version of the blob stands in the key as a hash: an ETag may have characters that keys may not.
    private static string Row(DateTimeOffset hour, string batchId, string eTag) =>
        $"{PartPrefix}{TableKeys.Separator}{TableKeys.Of(hour)}{TableKeys.Separator}{batchId}{TableKeys.Separator}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eTag)))[..16]}";

    private static string Range(ModelVersion model, TimeWindow window)
    {
        // Keys are to the second: a range that ends within the first second of an hour has this hour's parts in it.
        bool isWhole = window.End.Ticks % TimeSpan.TicksPerSecond == 0 || window.End > DateTimeOffset.MaxValue.AddSeconds(-1);
        string from = $"{PartPrefix}{TableKeys.Separator}{TableKeys.Of(window.Start)}";
        string to = $"{PartPrefix}{TableKeys.Separator}{TableKeys.Of(isWhole ? window.End : window.End.AddSeconds(1))}";
        return TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Of(model)} and RowKey ge {from} and RowKey lt {to}");
    }
}
