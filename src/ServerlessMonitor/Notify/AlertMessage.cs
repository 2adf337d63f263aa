using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

/// <summary>What a channel is asked to tell: the alerts of one group, in the order in which they matter.</summary>
/// <param name="Group">Which group.</param>
/// <param name="Reason">Why it goes out.</param>
/// <param name="Alerts">At least one; firing ones first, then by severity and importance.</param>
public sealed record AlertMessage(NotificationGroup Group, NotifyReason Reason, IReadOnlyList<AlertNotice> Alerts)
{
    /// <summary>Names what the message tells: the same for every try that tells the same. Channels that know such a key pass it on.</summary>
    public string DeliveryId { get; init; } = string.Empty;

    /// <summary>Alerts left out because the message would be too long.</summary>
    public int TruncatedAlerts { get; init; }

    /// <summary>How many alerts of the group fire, those left out included.</summary>
    public int FiringCount { get; init; }

    /// <summary>How many alerts were resolved since the last message, those left out included.</summary>
    public int ResolvedCount { get; init; }

    /// <summary>Whether any alert of the group fires.</summary>
    public bool IsFiring => FiringCount > 0;

    /// <summary>The highest severity among the alerts that the message is about.</summary>
    public Severity Severity => Alerts.Where(alert => alert.IsFiring || !IsFiring).Select(alert => alert.Severity).DefaultIfEmpty().Max();

    /// <summary>One line for a subject: what happened, where, how much.</summary>
    public string Title
    {
        get
        {
            AlertNotice first = Alerts[0];
            string state = IsFiring ? AlertLabels.Of(Severity).ToUpperInvariant() : "RESOLVED";
            int count = IsFiring ? FiringCount : ResolvedCount;
            string what = Alerts.Count + TruncatedAlerts == 1 ? first.Name : $"{count} {(count == 1 ? "alert" : "alerts")}";
            string over = IsFiring && ResolvedCount > 0 ? $", {ResolvedCount} resolved" : string.Empty;
            string[] models = [.. Alerts.Select(alert => NoticeText.Subject(alert.Model)).Distinct(StringComparer.Ordinal)];
            string repeat = Reason == NotifyReason.RepeatInterval ? " (still firing)" : string.Empty;
            return $"[{state}] {(models.Length == 1 ? models[0] : $"{models.Length} model versions")}: {what}{over}{repeat}";
        }
    }
}
