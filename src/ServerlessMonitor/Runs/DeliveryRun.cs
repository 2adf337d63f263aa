using Microsoft.Extensions.Logging;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Runs;

/// <summary>Looks at one group of alerts, tells its channel what there is to tell, asks for the next look, and reports a channel that takes nothing.</summary>
public sealed class DeliveryRun(DeliverGroup deliver, AlertingRun alerting, IWorkQueue queue, TimeProvider clock, ILogger<DeliveryRun> logger)
{
    /// <summary>How soon a group is looked at again while the alerting files cannot be used.</summary>
    public static readonly TimeSpan WhileHeld = TimeSpan.FromMinutes(1);

    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(NotifyRequest request, CancellationToken cancellationToken)
    {
        Delivery delivery;
        try
        {
            delivery = await deliver.DeliverAsync(request, cancellationToken);
        }
        catch (AlertingConfigException exception)
        {
            // Thrown on, the message would end as poison. It comes back instead, until the files are mended.
            Log.DeliveryHeld(logger, request.Group.Receiver, request.Group.Key, exception.Message);
            await queue.EnqueueNotifyAsync(request with { Due = clock.GetUtcNow() + WhileHeld }, cancellationToken);
            return;
        }

        if (delivery.Next is { } next)
        {
            await queue.EnqueueNotifyAsync(next, cancellationToken);
        }

        await alerting.NoteDeliveryAsync(delivery, cancellationToken);
    }
}
