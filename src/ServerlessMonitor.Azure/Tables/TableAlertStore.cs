using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>
/// Table <c>Alerts</c>: partition the model, row the fingerprint. Table <c>AlertLog</c>: partition <c>model~month</c>, row <c>reverse time~fingerprint~phase</c>, so that
/// the newest come first.
/// </summary>
public sealed class TableAlertStore(StorageClients clients, IOptions<AzureStorageOptions> options, EntityBody bodies, TimeProvider clock) : IAlertStore
{
    private const int HistoryMonths = 24;
    private readonly TableClient _alerts = clients.Tables.GetTableClient(options.Value.Table(StorageNames.AlertsTable));
    private readonly TableClient _log = clients.Tables.GetTableClient(options.Value.Table(StorageNames.AlertLogTable));

    /// <inheritdoc/>
    public async Task<Versioned<AlertTimeline>?> GetAsync(AlertIdentity identity, CancellationToken cancellationToken)
    {
        TableEntity? entity = await ConditionalWrite.FindAsync(_alerts, identity.Model.Model, identity.Fingerprint, cancellationToken);
        return entity is null ? null : await ReadAsync(entity, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string?> TryPutAsync(AlertTimeline alert, string? expectedTag, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(alert.Identity.Model.Model, alert.Identity.Fingerprint)
        {
            ["AlertName"] = alert.Identity.AlertName,
            ["RuleId"] = alert.Identity.RuleId,
            ["Version"] = alert.Identity.Model.Version,
            ["Phase"] = alert.State.Phase.ToString(),
        };
        await bodies.PutAsync(entity, AlertJson.Serialize(alert), cancellationToken);
        return await ConditionalWrite.TryPutAsync(_alerts, entity, expectedTag, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Versioned<AlertTimeline>> ListAsync(string? model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? filter = model is null ? null : TableClient.CreateQueryFilter($"PartitionKey eq {model}");
        await foreach (TableEntity entity in _alerts.RowsAsync(filter, cancellationToken))
        {
            yield return await ReadAsync(entity, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task AppendHistoryAsync(AlertTransition transition, CancellationToken cancellationToken)
    {
        AlertIdentity identity = transition.Identity;
        DateTimeOffset end = transition.WindowEnd ?? transition.At;
        string row = string.Create(
            CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - end.UtcTicks:D19}~{identity.Fingerprint}~{transition.To}");
        var entity = new TableEntity($"{identity.Model.Model}{TableKeys.Separator}{TableKeys.Month(transition.At)}", row);
        await bodies.PutAsync(entity, AlertJson.Serialize(transition), cancellationToken);

        // Told again after a crash, it is there already; the first one stays.
        await ConditionalWrite.TryPutAsync(_log, entity, expectedTag: null, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AlertTransition> HistoryAsync(string model, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset month = clock.GetUtcNow();
        for (int back = 0; back < HistoryMonths && limit > 0; back++)
        {
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {model + TableKeys.Separator + TableKeys.Month(month.AddMonths(-back))}");
            await foreach (TableEntity entity in _log.RowsAsync(filter, cancellationToken))
            {
                if (limit-- <= 0)
                {
                    yield break;
                }

                yield return AlertJson.ReadTransition(await bodies.GetAsync(entity, cancellationToken));
            }
        }
    }

    private async Task<Versioned<AlertTimeline>> ReadAsync(TableEntity entity, CancellationToken cancellationToken) =>
        new(AlertJson.ReadTimeline(await bodies.GetAsync(entity, cancellationToken)), entity.ETag.ToString());
}
