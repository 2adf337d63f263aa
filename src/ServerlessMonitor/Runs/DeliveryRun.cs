using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Runs;

/// <summary>Looks at one group of alerts, tells its channel what there is to tell, and asks for the next look.</summary>
public sealed class DeliveryRun(DeliverGroup deliver, IWorkQueue queue)
{
    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(NotifyRequest request, CancellationToken cancellationToken)
    {
        Delivery delivery = await deliver.DeliverAsync(request, cancellationToken);
        if (delivery.Next is { } next)
        {
            await queue.EnqueueNotifyAsync(next, cancellationToken);
        }
    }
}
