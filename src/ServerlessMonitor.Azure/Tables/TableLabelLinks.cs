using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>
/// Table <c>Labels</c>: partition <c>b~model~version~batch</c> with a row for each link, and its body, so that the labels of a batch are one query; partition <c>l~model~file</c> with a row for
/// each link without.
/// </summary>
public sealed class TableLabelLinks(StorageClients clients, IOptions<AzureStorageOptions> options, EntityBody bodies) : ILabelLinks
{
    private const char S = TableKeys.Separator;
    private const string MatchedProperty = "Matched";
    private const string CorrectedProperty = "Corrected";
    private const string UnusedProperty = "Unused";
    private readonly TableClient _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.LabelsTable));

    /// <inheritdoc/>
    public async Task PutAsync(LabelLink link, CancellationToken cancellationToken)
    {
        // First the one by which it is found again.
        var back = new TableEntity(LabelsPartition(link.Labels.Model, link.Labels.Id), LabelsRow(link.Batch, link.Labels)) { [MatchedProperty] = link.Matched };
        Write(back, link.Batch, link.Labels);
        await _table.UpsertEntityAsync(back, TableUpdateMode.Merge, cancellationToken);
        var entity = new TableEntity(BatchPartition(link.Batch), BatchRow(link.Batch, link.Labels)) { [MatchedProperty] = link.Matched };
        Write(entity, link.Batch, link.Labels);
        await bodies.PutAsync(entity, link.Body, cancellationToken);
        await _table.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LabelLink> OfBatchAsync(KeptBatch batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity entity in _table.RowsAsync(OfBatch(batch), cancellationToken))
        {
            (KeptBatch of, LabelFile labels) = Read(entity);
            yield return new LabelLink(of, labels, entity.GetInt64(MatchedProperty) ?? 0, await bodies.GetAsync(entity, cancellationToken));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LinkedBatch> OfLabelsAsync(string model, string labelsId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {LabelsPartition(model, labelsId)}");
        await foreach (TableEntity entity in _table.RowsAsync(filter, cancellationToken))
        {
            (KeptBatch batch, LabelFile labels) = Read(entity);
            yield return new LinkedBatch(batch, labels, entity.GetInt64(MatchedProperty) ?? 0)
            {
                Corrected = entity.GetInt64(CorrectedProperty),
                Unused = entity.GetInt64(UnusedProperty),
            };
        }
    }

    /// <inheritdoc/>
    public async Task NoteJoinedAsync(LinkedBatch link, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(LabelsPartition(link.Labels.Model, link.Labels.Id), LabelsRow(link.Batch, link.Labels))
        {
            [CorrectedProperty] = link.Corrected,
            [UnusedProperty] = link.Unused,
        };
        try
        {
            await _table.UpdateEntityAsync(entity, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // Removed meanwhile: nobody asks any more.
        }
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(LinkedBatch link, CancellationToken cancellationToken)
    {
        await _table.DeleteEntityAsync(BatchPartition(link.Batch), BatchRow(link.Batch, link.Labels), ETag.All, cancellationToken);
        await _table.DeleteEntityAsync(LabelsPartition(link.Labels.Model, link.Labels.Id), LabelsRow(link.Batch, link.Labels), ETag.All, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(KeptBatch batch, CancellationToken cancellationToken)
    {
        await foreach (TableEntity entity in _table.QueryAsync<TableEntity>(OfBatch(batch), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            await _table.DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ETag.All, cancellationToken);
        }
    }

    private static string OfBatch(KeptBatch batch) => TableClient.CreateQueryFilter(
        $"PartitionKey eq {BatchPartition(batch)} and RowKey ge {Hash(batch.Version) + S} and RowKey lt {Hash(batch.Version) + TableKeys.AfterSeparator}");

    private static string BatchPartition(KeptBatch batch) => $"b{S}{TableKeys.Of(batch.Model)}{S}{batch.BatchId}";

    private static string BatchRow(KeptBatch batch, LabelFile labels) => $"{Hash(batch.Version)}{S}{labels.Id}{S}{Hash(labels.Version)}";

    private static string LabelsPartition(string model, string labelsId) => $"l{S}{model}{S}{labelsId}";

    private static string LabelsRow(KeptBatch batch, LabelFile labels) => $"{Hash(labels.Version)}{S}{batch.Model.Version}{S}{batch.BatchId}{S}{Hash(batch.Version)}";

    // Versions may have characters that keys may not.
    private static string Hash(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)))[..16];

    private static void Write(TableEntity entity, KeptBatch batch, LabelFile labels)
    {
        entity["Model"] = batch.Model.Model;
        entity["Version"] = batch.Model.Version;
        entity["BatchId"] = batch.BatchId;
        entity["ProfileVersion"] = batch.Version;
        entity["LabelsId"] = labels.Id;
        entity["LabelsVersion"] = labels.Version;
        entity["LabelsModifiedAt"] = labels.ModifiedAt.UtcTicks;
    }

    private static (KeptBatch Batch, LabelFile Labels) Read(TableEntity entity)
    {
        string model = entity.Text("Model");
        return (new KeptBatch(new ModelVersion(model, entity.Text("Version")), entity.Text("BatchId"), entity.Text("ProfileVersion")),
            new LabelFile(model, entity.Text("LabelsId"), entity.Text("LabelsVersion"), entity.Instant("LabelsModifiedAt")));
    }
}
