using System.Text;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Azure.Queues;

/// <summary>Storage queues, one for each kind of work, so that each scales by itself. Blob events look exactly like those of Event Grid.</summary>
public sealed class StorageWorkQueue(StorageClients clients, IOptions<AzureStorageOptions> options, TimeProvider clock) : IWorkQueue
{
    // Storage holds a message back for at most seven days; whoever gets it earlier than due asks again.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(6);

    /// <inheritdoc/>
    public Task EnqueueIngestAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        string queue = blobEvent.Blob.Container switch
        {
            StorageNames.Predictions => options.Value.PredictionsQueue,
            StorageNames.Baselines => options.Value.BaselinesQueue,
            StorageNames.Monitors => options.Value.MonitorsQueue,
            _ => throw new ArgumentException($"No queue takes events of container '{blobEvent.Blob.Container}'.", nameof(blobEvent)),
        };
        return SendAsync(queue, BlobEventMessage.Write(blobEvent, clock.GetUtcNow()), TimeSpan.Zero, cancellationToken);
    }

    /// <inheritdoc/>
    public Task EnqueueEvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) =>
        SendAsync(options.Value.EvaluateQueue, WorkMessages.Write(request), TimeSpan.Zero, cancellationToken);

    /// <inheritdoc/>
    public Task EnqueueNotifyAsync(NotifyRequest request, CancellationToken cancellationToken)
    {
        TimeSpan delay = request.Due - clock.GetUtcNow();
        return SendAsync(options.Value.NotifyQueue, Encoding.UTF8.GetString(NotifyJson.Serialize(request)), delay < LongestDelay ? delay : LongestDelay, cancellationToken);
    }

    private Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        QueueClient client = clients.Queues.GetQueueClient(queue);
        TimeSpan? hidden = delay > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds)) : null;
        return client.SendMessageAsync(message, hidden, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken);
    }
}
