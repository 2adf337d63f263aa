using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Runs;

/// <summary>Asks for work, to be done at least once, in any order.</summary>
public interface IWorkQueue
{
    /// <summary>Asks for a look at a blob, as a blob event does.</summary>
    Task EnqueueIngestAsync(BlobEvent blobEvent, CancellationToken cancellationToken);

    /// <summary>Asks for the outcome of a batch to be made anew from the labels that are there.</summary>
    Task EnqueueJoinAsync(JoinRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for windows to be evaluated.</summary>
    Task EnqueueEvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for a look at a group of alerts, not before its <see cref="NotifyRequest.Due"/>.</summary>
    Task EnqueueNotifyAsync(NotifyRequest request, CancellationToken cancellationToken);
}
