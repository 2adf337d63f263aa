using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Asks for every known model version to be looked at by the clock, one message each, so that it scales out; and for notifications that are to be repeated, or whose
/// message got lost.
/// </summary>
public sealed class HourlyRun(IModelCatalog catalog, PlanNotifications plan, IWorkQueue queue)
{
    /// <summary>Asks for all.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (CatalogEntry version in catalog.ListAsync(cancellationToken))
        {
            await queue.EnqueueEvaluateAsync(new EvaluateRequest(version.Model, Range: null), cancellationToken);
        }

        foreach (NotifyRequest repeat in await plan.PlanRepeatsAsync(cancellationToken))
        {
            await queue.EnqueueNotifyAsync(repeat, cancellationToken);
        }
    }
}
