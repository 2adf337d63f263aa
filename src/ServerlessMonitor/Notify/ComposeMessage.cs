using System.Globalization;
using ServerlessMonitor.Alert;

namespace ServerlessMonitor.Notify;

/// <summary>Builds the message that every channel puts into its own form.</summary>
public static class ComposeMessage
{
    /// <summary>The message about a group.</summary>
    /// <param name="group">Which group.</param>
    /// <param name="reason">Why it goes out.</param>
    /// <param name="firing">The group's firing alerts.</param>
    /// <param name="resolved">The alerts that the channel believes to be firing and that do not.</param>
    /// <param name="publicBaseUrl">The suite's own address for links, or null.</param>
    /// <param name="limit">Alerts in the message at most.</param>
    public static AlertMessage Of(
        NotificationGroup group,
        NotifyReason reason,
        IReadOnlyCollection<AlertTimeline> firing,
        IReadOnlyCollection<AlertTimeline> resolved,
        Uri? publicBaseUrl,
        int limit)
    {
        AlertNotice[] notices =
        [
            .. firing.Select(alert => Notice(alert, isFiring: true, publicBaseUrl))
                .Concat(resolved.Select(alert => Notice(alert, isFiring: false, publicBaseUrl)))
                .OrderByDescending(notice => notice.IsFiring)
                .ThenByDescending(notice => notice.Severity)
                .ThenByDescending(notice => notice.Importance ?? 0)
                .ThenBy(notice => $"{notice.Model}", StringComparer.Ordinal)
                .ThenBy(notice => notice.RuleId, StringComparer.Ordinal)
                .ThenBy(notice => notice.Windows, StringComparer.Ordinal),
        ];
        return new AlertMessage(group, reason, [.. notices.Take(limit)])
        {
            TruncatedAlerts = Math.Max(0, notices.Length - limit),
            FiringCount = firing.Count,
            ResolvedCount = resolved.Count,
        };
    }

    private static AlertNotice Notice(AlertTimeline alert, bool isFiring, Uri? publicBaseUrl)
    {
        AlertIdentity identity = alert.Identity;
        WindowOutcome? latest = alert.State.Latest;
        return new AlertNotice(identity.Fingerprint, identity.Model, identity.AlertName, isFiring, alert.State.Severity, latest?.Verdict.Summary ?? identity.AlertName)
        {
            Labels = AlertLabels.Of(alert),
            RuleId = identity.RuleId,
            Measure = latest?.Verdict.Measure ?? string.Empty,
            Column = latest?.Verdict.Column,
            Windows = identity.Windows,
            Window = latest?.Window,
            Value = latest?.Verdict.Value,
            Threshold = latest?.Verdict.Threshold,
            Baseline = latest?.Verdict.Baseline,
            BaselineName = alert.BaselineName,
            Contributions = isFiring
                ? [.. (latest?.Verdict.Contributions ?? []).Select(part => new NoticeContribution(part.Bin, part.Baseline, part.Current, part.Contribution))]
                : [],
            Owner = alert.Owner,
            Runbook = alert.Runbook,
            Importance = alert.Importance,
            StartsAt = alert.State.ActiveSince,
            EndsAt = isFiring ? null : alert.State.ResolvedAt ?? latest?.Window.End,
            VerdictUrl = publicBaseUrl is null || latest is null || identity.Windows.Length == 0 ? null : VerdictUrl(publicBaseUrl, identity, latest),
        };
    }

    private static Uri VerdictUrl(Uri publicBaseUrl, AlertIdentity identity, WindowOutcome latest) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{publicBaseUrl.AbsoluteUri.TrimEnd('/')}/api/models/{identity.Model.Model}/{identity.Model.Version}/verdicts/{identity.Windows}/{latest.Window.End.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}"));
}
