using Microsoft.Extensions.Logging;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Asks for every known model version to be looked at by the clock, one message each, so that it scales out; and for notifications that are to be repeated, or whose
/// message got lost; then puts right what crashes left behind.
/// </summary>
public sealed class HourlyRun(
    IModelCatalog catalog, PlanNotifications plan, AlertingRun alerting, IWorkQueue queue, HousekeepingRun housekeeping, ILogger<HourlyRun> logger)
{
    /// <summary>Asks for all.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (CatalogEntry version in catalog.ListAsync(model: null, cancellationToken))
        {
            await queue.EnqueueEvaluateAsync(new EvaluateRequest(version.Model, Range: null), cancellationToken);
        }

        try
        {
            foreach (NotifyRequest repeat in await plan.PlanRepeatsAsync(cancellationToken))
            {
                await queue.EnqueueNotifyAsync(repeat, cancellationToken);
            }

            await alerting.NoteDeliveriesAsync(cancellationToken);
        }
        catch (AlertingConfigException exception)
        {
            Log.RepeatsHeld(logger, exception.Message);
        }

        await housekeeping.RunAsync(cancellationToken);
    }
}
