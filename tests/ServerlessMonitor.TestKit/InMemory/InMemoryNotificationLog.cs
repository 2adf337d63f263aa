using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>What channels were told, in a dictionary, with the compare-and-swap of a real store.</summary>
public sealed class InMemoryNotificationLog : INotificationLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Receiver, int Channel, string Key), Versioned<NotificationRecord>> _records = [];
    private long _tag;

    /// <summary>Called before each write, outside the lock: throw to fail it, or write first to win a race.</summary>
    public Func<NotificationRecord, Task>? BeforePut { get; set; }

    public Task<Versioned<NotificationRecord>?> GetAsync(NotificationGroup group, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_records.GetValueOrDefault((group.Receiver, group.Channel, group.Key)));
        }
    }

    public async Task<string?> TryPutAsync(NotificationRecord record, string? expectedTag, CancellationToken cancellationToken)
    {
        if (BeforePut is { } before)
        {
            await before(record);
        }

        var key = (record.Group.Receiver, record.Group.Channel, record.Group.Key);
        lock (_gate)
        {
            if (!string.Equals(_records.GetValueOrDefault(key)?.Tag, expectedTag, StringComparison.Ordinal))
            {
                return null;
            }

            string tag = (++_tag).ToString(CultureInfo.InvariantCulture);
            _records[key] = new Versioned<NotificationRecord>(record, tag);
            return tag;
        }
    }

    public async IAsyncEnumerable<NotificationRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<NotificationRecord> found;
        lock (_gate)
        {
            found = [.. _records.Values.Select(record => record.Value)];
        }

        foreach (NotificationRecord record in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }

        await Task.CompletedTask;
    }
}
