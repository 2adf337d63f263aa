using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>Table <c>Notifications</c>: partition a hash of receiver and channel, row a hash of the group's key (both may have characters that keys may not).</summary>
public sealed class TableNotificationLog(StorageClients clients, IOptions<AzureStorageOptions> options, EntityBody bodies) : INotificationLog
{
    private readonly TableClient _table = clients.Tables.GetTableClient(options.Value.Table(StorageNames.NotificationsTable));

    /// <inheritdoc/>
    public async Task<Versioned<NotificationRecord>?> GetAsync(NotificationGroup group, CancellationToken cancellationToken)
    {
        TableEntity? entity = await ConditionalWrite.FindAsync(_table, Partition(group), Hash(group.Key), cancellationToken);
        return entity is null
            ? null
            : new Versioned<NotificationRecord>(NotifyJson.ReadRecord(await bodies.GetAsync(entity, cancellationToken)), entity.ETag.ToString());
    }

    /// <inheritdoc/>
    public async Task<string?> TryPutAsync(NotificationRecord record, string? expectedTag, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Partition(record.Group), Hash(record.Group.Key)) { ["Receiver"] = record.Group.Receiver, ["Group"] = record.Group.Key };
        await bodies.PutAsync(entity, NotifyJson.Serialize(record), cancellationToken);
        return await ConditionalWrite.TryPutAsync(_table, entity, expectedTag, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<NotificationRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity entity in _table.RowsAsync(filter: null, cancellationToken))
        {
            yield return NotifyJson.ReadRecord(await bodies.GetAsync(entity, cancellationToken));
        }
    }

    private static string Partition(NotificationGroup group) => Hash(string.Create(CultureInfo.InvariantCulture, $"{group.Receiver}\0{group.Channel}"));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
