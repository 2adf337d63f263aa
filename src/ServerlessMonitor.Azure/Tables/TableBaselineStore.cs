using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>Table <c>Profiles</c>: partition <c>model~version</c>, row <c>baseline</c> with the latest upload.</summary>
public sealed class TableBaselineStore(StorageClients clients, IOptions<AzureStorageOptions> options, EntityBody bodies) : IBaselineStore
{
    private const int MostTries = 20;
    private const string Row = "baseline";
    private const string PartsKey = "PartsKey";
    private const string PartsBlob = "PartsBlob";
    private readonly TableClient _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.ProfilesTable));

    /// <inheritdoc/>
    public async Task PutAsync(StoredBaseline baseline, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            TableEntity? stored = await ConditionalWrite.FindAsync(_table, TableKeys.Of(baseline.Model), Row, cancellationToken);
            bool same = stored?.GetString("Source") == baseline.Source && stored.GetString("BlobETag") == baseline.ETag && stored.GetString(PartsKey) == baseline.PartsKey;
            bool newerIsThere = stored?.Instant("CreatedAt") > baseline.CreatedAt;
            if (same || newerIsThere)
            {
                return;
            }

            if (await ConditionalWrite.TryPutAsync(_table, await WriteAsync(baseline, cancellationToken), stored?.ETag.ToString(), cancellationToken) is not null)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The baseline of {baseline.Model} changed {MostTries} times while it was being written.");
    }

    /// <inheritdoc/>
    public async Task<StoredBaseline?> GetAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        TableEntity? entity = await ConditionalWrite.FindAsync(_table, TableKeys.Of(model), Row, cancellationToken);
        return entity is null ? null : new StoredBaseline(
            model,
            entity.Text("Source"),
            entity.Text("BlobETag"),
            entity.Instant("CreatedAt"),
            entity.GetInt64("Rows") ?? 0,
            StorageJson.ReadSchema(entity.Bytes("Schema")),
            await bodies.GetAsync(entity, cancellationToken))
        {
            Parts = entity.GetString(PartsBlob) is { } parts ? await bodies.GetBlobAsync(entity, parts, cancellationToken) : default,
            PartsKey = entity.GetString(PartsKey),
        };
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(ModelVersion model, string source, string eTag, CancellationToken cancellationToken)
    {
        TableEntity? entity = await ConditionalWrite.FindAsync(_table, TableKeys.Of(model), Row, cancellationToken);
        if (entity is not null && entity.GetString("Source") == source && entity.GetString("BlobETag") == eTag)
        {
            await _table.DeleteEntityAsync(entity.PartitionKey, entity.RowKey, entity.ETag, cancellationToken);
        }
    }

    private async Task<TableEntity> WriteAsync(StoredBaseline baseline, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(TableKeys.Of(baseline.Model), Row)
        {
            ["Source"] = baseline.Source,
            ["BlobETag"] = baseline.ETag,
            ["CreatedAt"] = baseline.CreatedAt.UtcTicks,
            ["Rows"] = baseline.Rows,
            ["Schema"] = StorageJson.WriteSchema(baseline.Schema),
        };
        await bodies.PutAsync(entity, baseline.Body, cancellationToken);
        if (baseline.PartsKey is { } key)
        {
            entity[PartsKey] = key;
        }

        if (!baseline.Parts.IsEmpty)
        {
            entity[PartsBlob] = await bodies.PutBlobAsync(baseline.Parts, cancellationToken);
        }

        return entity;
    }
}
