using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Azure.Queues;

/// <summary>The queues named <c>&lt;queue&gt;-poison</c>, which the Functions host makes and fills when a message has failed as often as <c>host.json</c> says.</summary>
public sealed class StoragePoisonQueues(StorageClients clients, IOptions<AzureStorageOptions> options) : IPoisonQueues
{
    private const string Suffix = "-poison";
    private const int PageSize = 32;

    // Those that are passed over are shown again at the end; after a crash, after this long.
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PoisonCount>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = new List<PoisonCount>();
        foreach (string queue in options.Value.Queues)
        {
            QueueProperties? properties = await FindAsync(() => Poison(queue).GetPropertiesAsync(cancellationToken));
            counts.Add(new PoisonCount(queue, properties?.ApproximateMessagesCount ?? 0));
        }

        return counts;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PoisonMessage>> PeekAsync(CancellationToken cancellationToken)
    {
        var found = new List<PoisonMessage>();
        foreach (string queue in options.Value.Queues)
        {
            PeekedMessage[] messages = await FindAsync(() => Poison(queue).PeekMessagesAsync(PageSize, cancellationToken)) ?? [];
            found.AddRange(messages.Select(message =>
                new PoisonMessage(queue, message.MessageId, message.InsertedOn ?? DateTimeOffset.UnixEpoch, message.Body.ToString())));
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<int> PutBackAsync(string queue, IReadOnlySet<string>? ids, CancellationToken cancellationToken)
    {
        // What comes back while this runs is left for the next time: otherwise a message that fails at once would go in circles.
        int left = (await FindAsync(() => Poison(queue).GetPropertiesAsync(cancellationToken)))?.ApproximateMessagesCount ?? 0;
        QueueClient target = clients.Queues.GetQueueClient(queue);
        int moved = 0;
        var passed = new List<QueueMessage>();
        while (left > 0)
        {
            QueueMessage[] messages = await FindAsync(() => Poison(queue).ReceiveMessagesAsync(Math.Min(PageSize, left), Hidden, cancellationToken)) ?? [];
            left = messages.Length == 0 ? 0 : left - messages.Length;
            foreach (QueueMessage message in messages)
            {
                if (ids?.Contains(message.MessageId) == false)
                {
                    passed.Add(message);
                    continue;
                }

                await target.SendMessageAsync(message.Body, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);
                await Poison(queue).DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
                moved++;
            }
        }

        foreach (QueueMessage message in passed)
        {
            await FindAsync(() => Poison(queue).UpdateMessageAsync(message.MessageId, message.PopReceipt, message.Body, TimeSpan.Zero, cancellationToken));
        }

        return moved;
    }

    private static async Task<T?> FindAsync<T>(Func<Task<global::Azure.Response<T>>> ask)
        where T : class
    {
        try
        {
            return (await ask()).Value;
        }
        catch (global::Azure.RequestFailedException exception) when (exception.Status == 404)
        {
            // The host makes the queue with the first message.
            return null;
        }
    }

    private QueueClient Poison(string queue) => clients.Queues.GetQueueClient(queue + Suffix);
}
