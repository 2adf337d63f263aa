using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

/// <summary>
/// The alert that a channel does not take what it has to tell. One for each group, from its first failed try until the channel takes it or there is nothing left
/// to tell; it is routed past the routes, to another channel (<see cref="Config.AlertingSetup.ReporterOf"/>), in one group for each dead channel.
/// </summary>
public static class UndeliveredAlert
{
    /// <summary>The alert's name.</summary>
    public const string Name = "NotificationUndelivered";

    private const string AlertNameLabel = "alertname";
    private const string RulePrefix = "notify/";

    /// <summary>Which alert tells of the group.</summary>
    public static AlertIdentity IdentityOf(NotificationGroup group) => new(
        group.Labels.TryGetValue("model", out string? model) && group.Labels.TryGetValue("version", out string? version)
            ? new ModelVersion(model, version)
            : AlertEvent.Unassigned,
        Name,
        string.Create(CultureInfo.InvariantCulture, $"{RulePrefix}{group.Receiver}/{group.Channel}/{NotificationId.Of(group)}"),
        Windows: string.Empty);

    /// <summary>Whether the group is itself about such alerts: what it cannot tell is not reported again.</summary>
    public static bool IsReport(NotificationGroup group) =>
        group.Labels.TryGetValue(AlertNameLabel, out string? name) && string.Equals(name, Name, StringComparison.Ordinal);

    /// <summary>
    /// What there is to report about the record; null while it is too early, when all is well, or when the record is itself of a report. The event's instant is
    /// that of the first failed try: telling it again is telling it once.
    /// </summary>
    public static AlertEvent? Of(NotificationRecord record, NotifyOptions options)
    {
        bool due = record.Parked || record.Failures >= options.ReportAfterAttempts;
        if (!due || IsReport(record.Group))
        {
            return null;
        }

        DateTimeOffset since = record.FailingSince ?? record.ClaimedUntil;
        string what = record.Untold is { } untold ? $"'{untold.Title}'" : record.Group.Key;
        string next = record.Parked ? "It was given up, and can be sent again." : "It is tried again.";
        return new AlertEvent(
            IdentityOf(record.Group),
            record.Untold?.Severity ?? Severity.Critical,
            $"{record.Group.Receiver}[{record.Group.Channel}] has not taken {what} since {NoticeText.Instant(since)}: {record.LastError} {next}",
            "notification",
            since);
    }

    /// <summary>Whether the alert is such a one, and which channel it is about.</summary>
    internal static bool TryRead(AlertIdentity identity, [NotNullWhen(true)] out string? receiver, out int channel)
    {
        receiver = null;
        channel = 0;
        if (!string.Equals(identity.AlertName, Name, StringComparison.Ordinal) || !identity.RuleId.StartsWith(RulePrefix, StringComparison.Ordinal))
        {
            return false;
        }

        // A receiver's name may have slashes: the two parts behind it have none.
        string[] parts = identity.RuleId[RulePrefix.Length..].Split('/');
        if (parts.Length < 3 || !int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out channel))
        {
            return false;
        }

        receiver = string.Join('/', parts[..^2]);
        return true;
    }

    /// <summary>The labels of the group that tells of a dead channel.</summary>
    internal static IReadOnlyDictionary<string, string> LabelsOf(string receiver, int channel) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [AlertNameLabel] = Name,
        ["channel"] = string.Create(CultureInfo.InvariantCulture, $"{receiver}[{channel}]"),
    };
}
