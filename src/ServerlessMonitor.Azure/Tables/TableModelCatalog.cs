using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>Table <c>Catalog</c>: partition the model, row the version.</summary>
public sealed class TableModelCatalog(StorageClients clients, IOptions<AzureStorageOptions> options) : IModelCatalog
{
    private const int MostTries = 50;
    private readonly TableClient _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.CatalogTable));

    /// <inheritdoc/>
    public async Task NoteBatchAsync(ModelVersion model, TimeWindow events, DateTimeOffset arrivedAt, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            TableEntity? entity = await ConditionalWrite.FindAsync(_table, model.Model, model.Version, cancellationToken);
            CatalogEntry entry = Read(entity) is { } known ? known.Including(events, arrivedAt) : new CatalogEntry(model, events, arrivedAt);
            if (entity is not null && entry == Read(entity))
            {
                return;
            }

            if (await ConditionalWrite.TryPutAsync(_table, Write(entry), entity?.ETag.ToString(), cancellationToken) is not null)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The catalog entry of {model} changed {MostTries} times while it was being written.");
    }

    /// <inheritdoc/>
    public async Task<CatalogEntry?> GetAsync(ModelVersion model, CancellationToken cancellationToken) =>
        Read(await ConditionalWrite.FindAsync(_table, model.Model, model.Version, cancellationToken));

    /// <inheritdoc/>
    public async IAsyncEnumerable<CatalogEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity entity in _table.RowsAsync(filter: null, cancellationToken))
        {
            yield return Read(entity)!;
        }
    }

    private static TableEntity Write(CatalogEntry entry) => new(entry.Model.Model, entry.Model.Version)
    {
        ["FirstEvent"] = entry.Events.Start.UtcTicks,
        ["LastEvent"] = entry.Events.End.UtcTicks,
        ["LastArrival"] = entry.LastArrival.UtcTicks,
    };

    private static CatalogEntry? Read(TableEntity? entity) => entity is null ? null : new CatalogEntry(
        new ModelVersion(entity.PartitionKey, entity.RowKey),
        new TimeWindow(entity.Instant("FirstEvent"), entity.Instant("LastEvent")),
        entity.Instant("LastArrival"));
}
