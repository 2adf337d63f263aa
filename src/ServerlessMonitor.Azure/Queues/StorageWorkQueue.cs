using System.Text;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Azure.Queues;

/// <summary>Storage queues, one for each kind of work, so that each scales by itself. Blob events look exactly like those of Event Grid.</summary>
public sealed class StorageWorkQueue : IWorkQueue
{
    // Storage holds a message back for at most seven days; whoever gets it earlier than due asks again.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(6);

    private readonly StorageClients _clients;
    private readonly AzureStorageOptions _names;
    private readonly TimeProvider _clock;
    private readonly EvaluationSender _evaluations;

    /// <summary>Queues of an account.</summary>
    public StorageWorkQueue(StorageClients clients, IOptions<AzureStorageOptions> options, TimeProvider clock)
    {
        _clients = clients;
        _names = options.Value;
        _clock = clock;
        _evaluations = new EvaluationSender((request, delay, token) => SendAsync(_names.EvaluateQueue, WorkMessages.Write(request), delay, token), clock);
    }

    /// <inheritdoc/>
    public Task EnqueueIngestAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        string queue = blobEvent.Blob.Container switch
        {
            StorageNames.Predictions => _names.PredictionsQueue,
            StorageNames.Labels => _names.LabelsQueue,
            StorageNames.Baselines => _names.BaselinesQueue,
            StorageNames.Monitors => _names.MonitorsQueue,
            _ => throw new ArgumentException($"No queue takes events of container '{blobEvent.Blob.Container}'.", nameof(blobEvent)),
        };
        return SendAsync(queue, BlobEventMessage.Write(blobEvent, _clock.GetUtcNow()), TimeSpan.Zero, cancellationToken);
    }

    /// <inheritdoc/>
    public Task EnqueueJoinAsync(JoinRequest request, CancellationToken cancellationToken) =>
        SendAsync(_names.JoinQueue, WorkMessages.Write(request), TimeSpan.Zero, cancellationToken);

    /// <inheritdoc/>
    public Task EnqueueEvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) => _evaluations.SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task EnqueueNotifyAsync(NotifyRequest request, CancellationToken cancellationToken)
    {
        TimeSpan delay = request.Due - _clock.GetUtcNow();
        return SendAsync(_names.NotifyQueue, Encoding.UTF8.GetString(NotifyJson.Serialize(request)), delay < LongestDelay ? delay : LongestDelay, cancellationToken);
    }

    private Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        QueueClient client = _clients.Queues.GetQueueClient(queue);
        TimeSpan? hidden = delay > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds)) : null;
        return client.SendMessageAsync(message, hidden, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken);
    }
}
