using System.Globalization;
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
    private readonly GroupCommit<ModelVersion, Note> _notes;

    /// <summary>The catalog of an account.</summary>
    public TableModelCatalog(StorageClients clients, IOptions<AzureStorageOptions> options, TimeProvider clock)
    {
        _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.CatalogTable));
        _notes = new GroupCommit<ModelVersion, Note>(WriteAsync, clock);
    }

    /// <inheritdoc/>
    public async Task<long> NoteBatchAsync(ModelVersion model, TimeWindow events, DateTimeOffset arrivedAt, CancellationToken cancellationToken)
    {
        var note = new Note(known => known?.Including(events, arrivedAt) ?? CatalogEntry.First(model, events, arrivedAt));
        await _notes.AddAsync(model, note, cancellationToken);
        return note.Sequence;
    }

    /// <inheritdoc/>
    public Task NoteSupersededAsync(ModelVersion model, CancellationToken cancellationToken) =>
        _notes.AddAsync(model, new Note(known => known?.Superseding()), cancellationToken);

    /// <inheritdoc/>
    public Task NoteEvaluatedAsync(ModelVersion model, EvaluatedSpan span, CancellationToken cancellationToken) =>
        _notes.AddAsync(model, new Note(known => known?.AfterEvaluating(span)), cancellationToken);

    /// <inheritdoc/>
    public async Task<CatalogEntry?> GetAsync(ModelVersion model, CancellationToken cancellationToken) =>
        Read(await ConditionalWrite.FindAsync(_table, model.Model, model.Version, cancellationToken));

    /// <inheritdoc/>
    public async IAsyncEnumerable<CatalogEntry> ListAsync(string? model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity entity in _table.RowsAsync(model is null ? null : TableClient.CreateQueryFilter($"PartitionKey eq {model}"), cancellationToken))
        {
            yield return Read(entity)!;
        }
    }

    private async Task WriteAsync(ModelVersion model, IReadOnlyList<Note> notes, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            TableEntity? entity = await ConditionalWrite.FindAsync(_table, model.Model, model.Version, cancellationToken);
            CatalogEntry? known = Read(entity);
            CatalogEntry? entry = notes.Aggregate(known, (so, note) => note.Change(so));
            if (entry is null || ReferenceEquals(entry, known)
                || await ConditionalWrite.TryPutAsync(_table, Write(entry), entity?.ETag.ToString(), cancellationToken) is not null)
            {
                foreach (Note note in notes)
                {
                    // That of the last: it includes all of them.
                    note.Sequence = entry?.Sequence ?? 0;
                }

                return;
            }
        }

        throw new InvalidOperationException($"The catalog entry of {model} changed {MostTries} times while it was being written.");
    }

    private static TableEntity Write(CatalogEntry entry)
    {
        var entity = new TableEntity(entry.Model.Model, entry.Model.Version)
        {
            ["FirstEvent"] = entry.Events.Start.UtcTicks,
            ["LastEvent"] = entry.Events.End.UtcTicks,
            ["LastArrival"] = entry.LastArrival.UtcTicks,
            ["Sequence"] = entry.Sequence,
        };
        if (entry.SupersededAt > 0)
        {
            entity["SupersededAt"] = entry.SupersededAt;
        }

        if (entry.Evaluated.Count > 0)
        {
            entity["Evaluated"] = string.Join(' ', entry.Evaluated.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Events.Start.UtcTicks}/{span.Events.End.UtcTicks}/{span.Sequence}")));
        }

        return entity;
    }

    private static CatalogEntry? Read(TableEntity? entity) => entity is null ? null : new CatalogEntry(
        new ModelVersion(entity.PartitionKey, entity.RowKey),
        new TimeWindow(entity.Instant("FirstEvent"), entity.Instant("LastEvent")),
        entity.Instant("LastArrival"))
    {
        // Rows of before these were kept.
        Sequence = entity.GetInt64("Sequence") ?? 0,
        SupersededAt = entity.GetInt64("SupersededAt") ?? 0,
        Evaluated = entity.GetString("Evaluated") is { } spans ? [.. spans.Split(' ').Select(ReadSpan)] : [],
    };

    private static EvaluatedSpan ReadSpan(string text)
    {
        long[] numbers = [.. text.Split('/').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return new EvaluatedSpan(new TimeWindow(new DateTimeOffset(numbers[0], TimeSpan.Zero), new DateTimeOffset(numbers[1], TimeSpan.Zero)), numbers[2]);
    }

    /// <summary>One change of the row, and the sequence that the row has with it.</summary>
    private sealed class Note(Func<CatalogEntry?, CatalogEntry?> change)
    {
        public Func<CatalogEntry?, CatalogEntry?> Change { get; } = change;

        public long Sequence { get; set; }
    }
}
