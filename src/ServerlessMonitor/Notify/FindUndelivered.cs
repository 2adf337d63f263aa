using Microsoft.Extensions.Options;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify;

/// <summary>For the hourly timer: compares the notification log with the alerts about it, and so finishes what a crash left between the two.</summary>
public sealed class FindUndelivered(ReadAlerting alerting, IAlertStore alerts, INotificationLog log, IOptions<NotifyOptions> options)
{
    /// <summary>What is to be raised, though it may have been, and what is over.</summary>
    /// <exception cref="AlertingConfigException">An alerting file has problems.</exception>
    public async Task<(IReadOnlyList<AlertEvent> Raised, IReadOnlyList<AlertIdentity> Over)> FindAsync(CancellationToken cancellationToken)
    {
        AlertingSetup? setup = await alerting.ReadAsync(cancellationToken);
        var raised = new Dictionary<AlertIdentity, AlertEvent>();
        await foreach (NotificationRecord record in log.ListAsync(cancellationToken))
        {
            if (setup?.Find(record.Group) is not null && UndeliveredAlert.Of(record, options.Value) is { } alertEvent)
            {
                raised[alertEvent.Identity] = alertEvent;
            }
        }

        List<AlertIdentity> over = [];
        await foreach (Versioned<AlertTimeline> alert in alerts.ListAsync(model: null, cancellationToken))
        {
            AlertIdentity identity = alert.Value.Identity;
            if (alert.Value.State.Phase == AlertPhase.Firing && UndeliveredAlert.TryRead(identity, out _, out _) && !raised.ContainsKey(identity))
            {
                over.Add(identity);
            }
        }

        return ([.. raised.Values], over);
    }
}
