namespace ServerlessMonitor.Notify.Webhook;

/// <summary>The body of a webhook message. Fields are only ever added within a version.</summary>
/// <param name="Version">Of this form.</param>
/// <param name="GroupKey">Names the group; the same for every message about it.</param>
/// <param name="Receiver">The receiver's name.</param>
/// <param name="Status"><c>firing</c> while any alert of the group fires, else <c>resolved</c>.</param>
/// <param name="Reason">Why it goes out: <c>first newAlerts newResolved allResolved repeatInterval</c>.</param>
/// <param name="GroupLabels">The labels that make the group.</param>
/// <param name="Title">One line for people.</param>
/// <param name="FiringCount">Firing alerts of the group.</param>
/// <param name="ResolvedCount">Alerts resolved since the last message.</param>
/// <param name="TruncatedAlerts">Alerts left out.</param>
/// <param name="Alerts">The alerts.</param>
internal sealed record WebhookPayload(
    string Version,
    string GroupKey,
    string Receiver,
    string Status,
    string Reason,
    IReadOnlyDictionary<string, string> GroupLabels,
    string Title,
    int FiringCount,
    int ResolvedCount,
    int TruncatedAlerts,
    IReadOnlyList<WebhookAlert> Alerts)
{
    public const string CurrentVersion = "1";

    /// <summary>As the header <c>Idempotency-Key</c>: the same for every try that tells the same.</summary>
    public string? DeliveryId { get; init; }

    public static WebhookPayload Of(AlertMessage message) => new(
        CurrentVersion,
        message.Group.Key,
        message.Group.Receiver,
        StatusOf(message.IsFiring),
        ReasonOf(message.Reason),
        message.Group.Labels,
        message.Title,
        message.FiringCount,
        message.ResolvedCount,
        message.TruncatedAlerts,
        [.. message.Alerts.Select(WebhookAlert.Of)])
    {
        DeliveryId = message.DeliveryId.Length == 0 ? null : message.DeliveryId,
    };

    internal static string StatusOf(bool isFiring) => isFiring ? "firing" : "resolved";

    private static string ReasonOf(NotifyReason reason) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{reason}");
}
