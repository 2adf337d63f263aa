using ServerlessMonitor.Alert;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify;

/// <summary>A group as it stands now against what its channel was told: decides whether to tell it, and why. Pure.</summary>
internal sealed record GroupView
{
    private GroupView()
    {
    }

    /// <summary>Why the channel has to be told something.</summary>
    public NotifyReason Reason { get; private init; }

    /// <summary>Not before this, wall clock: <c>group_interval</c> after the last message.</summary>
    public DateTimeOffset NotBefore { get; private init; }

    /// <summary>The group's firing alerts.</summary>
    public IReadOnlyList<AlertTimeline> Firing { get; private init; } = [];

    /// <summary>Alerts that the channel believes to be firing, or may believe so after a crash, and that do not fire.</summary>
    public IReadOnlyList<AlertTimeline> Resolved { get; private init; } = [];

    /// <summary>What the record's list of firing alerts is once the channel was told.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Told => Firing.ToDictionary(
        alert => alert.Identity.Fingerprint, alert => alert.State.FiredAt ?? alert.ChangedAt, StringComparer.Ordinal);

    /// <summary>The same for a person who asks for it: what fires is told again.</summary>
    public GroupView AsAsked() => this with
    {
        Reason = Reason == NotifyReason.None && Firing.Count > 0 ? NotifyReason.RepeatInterval : Reason,
        NotBefore = DateTimeOffset.MinValue,
    };

    /// <summary>Looks at a group.</summary>
    /// <param name="members">The alerts that routing puts into the group, in whatever phase.</param>
    /// <param name="all">Every alert known, by fingerprint: what the channel was told of may have left the group.</param>
    /// <param name="record">What the channel was told.</param>
    /// <param name="route">The group's intervals.</param>
    /// <param name="now">Wall clock.</param>
    public static GroupView Of(
        IEnumerable<AlertTimeline> members,
        IReadOnlyDictionary<string, AlertTimeline> all,
        NotificationRecord record,
        Route route,
        DateTimeOffset now)
    {
        AlertTimeline[] firing = [.. members.Where(alert => alert.State.Phase == AlertPhase.Firing)];
        // An alert that fires on elsewhere (its labels or the routes changed), or is not known any more, is not reported as resolved.
        AlertTimeline[] resolved =
        [
            .. record.Firing.Keys.Union(record.Telling.Keys)
                .Select(all.GetValueOrDefault)
                .OfType<AlertTimeline>()
                .Where(alert => alert.State.Phase != AlertPhase.Firing),
        ];
        bool hasNew = firing.Any(alert => !record.Firing.TryGetValue(alert.Identity.Fingerprint, out DateTimeOffset told) || IsNewEpisode(alert, told));
        NotifyReason reason = Decide(firing.Length, resolved.Length, hasNew, record, route, now);
        return new GroupView
        {
            Firing = firing,
            Resolved = resolved,
            Reason = reason,
            NotBefore = reason is NotifyReason.NewAlerts or NotifyReason.NewResolved or NotifyReason.AllResolved && record.SentAt is { } sentAt
                ? sentAt + route.GroupInterval
                : DateTimeOffset.MinValue,
        };
    }

    private static NotifyReason Decide(int firing, int resolved, bool hasNew, NotificationRecord record, Route route, DateTimeOffset now) =>
        (firing, resolved) switch
        {
            (0, 0) => NotifyReason.None,
            (0, _) => NotifyReason.AllResolved,
            _ when record.Firing.Count == 0 => NotifyReason.First,
            _ when hasNew => NotifyReason.NewAlerts,
            (_, > 0) => NotifyReason.NewResolved,
            _ when record.SentAt + route.RepeatInterval <= now => NotifyReason.RepeatInterval,
            _ => NotifyReason.None,
        };

    /// <summary>
    /// Whether it ended and began again since the channel was told. A restatement that only moves the start of an episode is nothing new.
    /// </summary>
    private static bool IsNewEpisode(AlertTimeline alert, DateTimeOffset told) => alert.State.ResolvedAt > told;
}
