using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>Table <c>Profiles</c>, beside the parts: rows <c>d~day</c> and <c>m~first day of the month</c>.</summary>
public sealed class TableCompactedStore(StorageClients clients, IOptions<AzureStorageOptions> options, EntityBody bodies) : ICompactedStore
{
    private const string ContentsProperty = "Contents";
    private readonly TableClient _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.ProfilesTable));

    /// <inheritdoc/>
    public async Task PutAsync(CompactedProfile profile, CancellationToken cancellationToken)
    {
        CompactedKey key = profile.Key;
        var entity = new TableEntity(TableKeys.Of(key.Model), Row(key.Span, key.Start)) { [ContentsProperty] = key.Contents, ["Start"] = key.Start.UtcTicks };
        await bodies.PutAsync(entity, profile.Body, cancellationToken);
        await _table.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CompactedKey> ListAsync(
        ModelVersion model, CompactedSpan span, TimeWindow range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {TableKeys.Of(model)} and RowKey ge {Row(span, range.Start)} and RowKey lt {Row(span, range.End)}");
        await foreach (TableEntity entity in _table.QueryAsync<TableEntity>(
            filter, select: ["PartitionKey", "RowKey", RowFormat.Property, "Start", ContentsProperty], cancellationToken: cancellationToken))
        {
            yield return new CompactedKey(model, span, entity.Checked(_table).Instant("Start"), entity.Text(ContentsProperty));
        }
    }

    /// <inheritdoc/>
    public async Task<CompactedProfile?> GetAsync(CompactedKey key, CancellationToken cancellationToken)
    {
        TableEntity? entity = await ConditionalWrite.FindAsync(_table, TableKeys.Of(key.Model), Row(key.Span, key.Start), cancellationToken);
        return entity is not null && entity.Text(ContentsProperty) == key.Contents ? new CompactedProfile(key, await bodies.GetAsync(entity, cancellationToken)) : null;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(CompactedKey key, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(TableKeys.Of(key.Model), Row(key.Span, key.Start), ETag.All, cancellationToken);

    private static string Row(CompactedSpan span, DateTimeOffset start) => $"{(span == CompactedSpan.Day ? 'd' : 'm')}{TableKeys.Separator}{TableKeys.Of(start)}";
}
