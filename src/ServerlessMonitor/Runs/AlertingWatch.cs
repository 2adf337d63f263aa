using Microsoft.Extensions.Logging;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Notices that the alerting files were changed, and has told at once what already fires: alerts that began while there was no route, channel or usable file would
/// otherwise wait for the hourly timer.
/// </summary>
public sealed class AlertingWatch(IAlertingFiles files, PlanNotifications plan, IWorkQueue queue, ILogger<AlertingWatch> logger)
{
    private AlertingTexts? _seen;

    /// <summary>Looks at both files; the first look of a process counts as a change.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        AlertingTexts texts = await files.ReadAsync(cancellationToken);
        if (texts == _seen)
        {
            return;
        }

        try
        {
            foreach (NotifyRequest request in await plan.PlanRepeatsAsync(cancellationToken))
            {
                await queue.EnqueueNotifyAsync(request, cancellationToken);
            }
        }
        catch (AlertingConfigException exception)
        {
            Log.RepeatsHeld(logger, exception.Message);
        }

        _seen = texts;
    }
}
