using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify.Webhook;

/// <summary>One alert in a webhook message. Times are window time, in UTC. With a fingerprint and startsAt a receiver tells episodes apart.</summary>
internal sealed record WebhookAlert(string Fingerprint, string Status, string Model, string ModelVersion, string AlertName, string Severity, string Summary)
{
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required string Rule { get; init; }

    public required string Measure { get; init; }

    public string? Column { get; init; }

    public string? Windows { get; init; }

    public DateTimeOffset? WindowStart { get; init; }

    public DateTimeOffset? WindowEnd { get; init; }

    public double? Value { get; init; }

    public double? Threshold { get; init; }

    public double? Baseline { get; init; }

    public string? BaselineName { get; init; }

    public IReadOnlyList<NoticeContribution> Contributions { get; init; } = [];

    public string? Owner { get; init; }

    public Uri? Runbook { get; init; }

    public double? Importance { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public Uri? VerdictUrl { get; init; }

    public static WebhookAlert Of(AlertNotice notice)
    {
        TimeWindow? window = notice.Window;
        return new WebhookAlert(
            notice.Fingerprint,
            WebhookPayload.StatusOf(notice.IsFiring),
            notice.Model.Model,
            notice.Model.Version,
            notice.AlertName,
            AlertLabels.Of(notice.Severity),
            notice.Summary)
        {
            Labels = notice.Labels,
            Rule = notice.RuleId,
            Measure = notice.Measure,
            Column = notice.Column,
            Windows = notice.Windows.Length == 0 ? null : notice.Windows,
            WindowStart = window?.Start,
            WindowEnd = window?.End,
            Value = notice.Value,
            Threshold = notice.Threshold,
            Baseline = notice.Baseline,
            BaselineName = notice.BaselineName,
            Contributions = notice.Contributions,
            Owner = notice.Owner,
            Runbook = notice.Runbook,
            Importance = notice.Importance,
            StartsAt = notice.StartsAt,
            EndsAt = notice.EndsAt,
            VerdictUrl = notice.VerdictUrl,
        };
    }
}
