using Microsoft.Extensions.Options;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify;

/// <summary>Says which groups have to be looked at, and when. Asking twice is harmless.</summary>
public sealed class PlanNotifications(
    ReadAlerting alerting, IAlertStore alerts, INotificationLog log, IOptions<NotifyOptions> options, TimeProvider time)
{
    /// <summary>The groups of alerts that changed, each due after its route's <c>group_wait</c>.</summary>
    /// <exception cref="AlertingConfigException">An alerting file has problems: the alerts stay due until it is mended.</exception>
    public async Task<IReadOnlyList<NotifyRequest>> PlanAsync(IReadOnlyList<AlertTimeline> changed, CancellationToken cancellationToken)
    {
        AlertingSetup? setup = changed.Count == 0 ? null : await alerting.ReadAsync(cancellationToken);
        if (setup is null)
        {
            return [];
        }

        DateTimeOffset now = time.GetUtcNow();
        return
        [
            .. changed
                .SelectMany(alert => AlertRouting.GroupsOf(alert, setup))
                .Concat(await FormerGroupsAsync(changed, setup, cancellationToken))
                .DistinctBy(entry => (entry.Group.Receiver, entry.Group.Channel, entry.Group.Key))
                .Select(entry => new NotifyRequest(entry.Group, Attempt: 0, now + entry.Route.GroupWait)),
        ];
    }

    /// <summary>
    /// For the hourly timer: groups whose <c>repeat_interval</c> has passed, and, as a safety net, every group whose channel does not know what it should,
    /// because a message got lost, the routes changed, or the channel was given up.
    /// </summary>
    /// <exception cref="AlertingConfigException">An alerting file has problems.</exception>
    public async Task<IReadOnlyList<NotifyRequest>> PlanRepeatsAsync(CancellationToken cancellationToken)
    {
        if (await alerting.ReadAsync(cancellationToken) is not { } setup)
        {
            return [];
        }

        Dictionary<string, AlertTimeline> all = await GroupLoader.LoadAsync(alerts, model: null, cancellationToken);
        ILookup<(string, int, string), (NotificationGroup Group, Route Route, AlertTimeline Alert)> byGroup = all.Values
            .SelectMany(alert => AlertRouting.GroupsOf(alert, setup).Select(entry => (entry.Group, entry.Route, Alert: alert)))
            .ToLookup(entry => KeyOf(entry.Group));
        var records = new Dictionary<(string, int, string), NotificationRecord>();
        await foreach (NotificationRecord record in log.ListAsync(cancellationToken))
        {
            if (setup.Find(record.Group) is not null)
            {
                records[KeyOf(record.Group)] = record;
            }
        }

        DateTimeOffset now = time.GetUtcNow();
        List<NotifyRequest> requests = [];
        foreach ((string, int, string) key in byGroup.Select(entry => entry.Key).Union(records.Keys))
        {
            NotificationGroup group = records.GetValueOrDefault(key)?.Group ?? byGroup[key].First().Group;
            NotificationRecord record = records.GetValueOrDefault(key) ?? new NotificationRecord(group);
            Route route = byGroup[key].Select(entry => entry.Route).FirstOrDefault() ?? setup.Alerting.Root;
            GroupView view = GroupView.Of(byGroup[key].Select(entry => entry.Alert).Distinct(), all, record, route, now);
            if (view.Reason == NotifyReason.None && record.Failures > 0)
            {
                // What could not be told is over: the look settles the record, and sends nothing.
                requests.Add(new NotifyRequest(group, record.Failures, now));
            }
            else if (view.Reason != NotifyReason.None && AttemptOf(record, route, now) is { } attempt)
            {
                requests.Add(new NotifyRequest(group, attempt, Later(now, view.NotBefore)));
            }
        }

        return requests;
    }

    private static (string Receiver, int Channel, string Key) KeyOf(NotificationGroup group) => (group.Receiver, group.Channel, group.Key);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>Groups that were told of an alert and that it has left, because its labels or the routes changed.</summary>
    private async Task<IReadOnlyList<(NotificationGroup Group, Route Route)>> FormerGroupsAsync(
        IReadOnlyList<AlertTimeline> changed, AlertingSetup setup, CancellationToken cancellationToken)
    {
        string[] over = [.. changed.Where(alert => alert.State.Phase != AlertPhase.Firing).Select(alert => alert.Identity.Fingerprint)];
        if (over.Length == 0)
        {
            return [];
        }

        List<(NotificationGroup, Route)> groups = [];
        await foreach (NotificationRecord record in log.ListAsync(cancellationToken))
        {
            if (over.Any(alert => record.Firing.ContainsKey(alert) || record.Telling.ContainsKey(alert)) && setup.Find(record.Group) is not null)
            {
                groups.Add((record.Group, setup.Alerting.Root));
            }
        }

        return groups;
    }

    /// <summary>With how many failed tries behind it a group is asked for; null when a try is under way that must not be doubled.</summary>
    private int? AttemptOf(NotificationRecord record, Route route, DateTimeOffset now)
    {
        if (record.Parked)
        {
            // One try, to see whether the channel is back.
            return record.ClaimedUntil + route.RepeatInterval <= now ? options.Value.MaxAttempts - 1 : null;
        }

        bool underWay = record.Failures > 0 && record.ClaimedUntil + (2 * options.Value.LongestRetry) > now;
        return underWay ? null : record.Failures;
    }
}
