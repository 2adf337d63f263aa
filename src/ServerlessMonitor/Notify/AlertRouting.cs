using ServerlessMonitor.Alert;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify;

/// <summary>Which groups an alert belongs to: one for each channel of each receiver that its routes lead to.</summary>
internal static class AlertRouting
{
    public static IEnumerable<(NotificationGroup Group, Route Route)> GroupsOf(AlertTimeline alert, AlertingSetup setup)
    {
        if (UndeliveredAlert.TryRead(alert.Identity, out string? dead, out int deadChannel))
        {
            // Past the routes: they might lead to the very channel that takes nothing.
            if (setup.ReporterOf(dead, deadChannel) is { } reporter)
            {
                IReadOnlyDictionary<string, string> about = UndeliveredAlert.LabelsOf(dead, deadChannel);
                yield return (new NotificationGroup(reporter.Receiver, reporter.Channel, GroupKey.Of(about)) { Labels = about }, setup.Alerting.Root);
            }

            yield break;
        }

        IReadOnlyDictionary<string, string> labels = AlertLabels.Of(alert);
        foreach (Route route in setup.Alerting.Root.Match(labels))
        {
            IReadOnlyDictionary<string, string> groupLabels = route.GroupLabels(labels);
            string key = GroupKey.Of(groupLabels);
            for (int channel = 0; channel < setup.ChannelsOf(route.Receiver).Count; channel++)
            {
                yield return (new NotificationGroup(route.Receiver, channel, key) { Labels = groupLabels }, route);
            }
        }
    }

    public static bool IsSame(NotificationGroup one, NotificationGroup other) =>
        one.Channel == other.Channel
        && string.Equals(one.Receiver, other.Receiver, StringComparison.Ordinal)
        && string.Equals(one.Key, other.Key, StringComparison.Ordinal);
}
