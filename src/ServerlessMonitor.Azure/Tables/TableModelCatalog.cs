using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>Table <c>Catalog</c>: partition the model, row the version. Batches that arrive side by side are noted together: each changes the same row.</summary>
public sealed class TableModelCatalog : IModelCatalog
{
    private const int MostTries = 50;
    private readonly TableClient _table;
    private readonly GroupCommit<ModelVersion, CatalogEntry> _notes;

    /// <summary>The catalog of an account.</summary>
    public TableModelCatalog(StorageClients clients, IOptions<AzureStorageOptions> options, TimeProvider clock)
    {
        _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.CatalogTable));
        _notes = new GroupCommit<ModelVersion, CatalogEntry>(NoteAsync, clock);
    }

    /// <inheritdoc/>
    public Task NoteBatchAsync(ModelVersion model, TimeWindow events, DateTimeOffset arrivedAt, CancellationToken cancellationToken) =>
        _notes.AddAsync(model, new CatalogEntry(model, events, arrivedAt), cancellationToken);

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

    private async Task NoteAsync(ModelVersion model, IReadOnlyList<CatalogEntry> batches, CancellationToken cancellationToken)
    {
        CatalogEntry added = batches.Aggregate((all, next) => all.Including(next.Events, next.LastArrival));
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            TableEntity? entity = await ConditionalWrite.FindAsync(_table, model.Model, model.Version, cancellationToken);
            CatalogEntry entry = Read(entity) is { } known ? known.Including(added.Events, added.LastArrival) : added;
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
