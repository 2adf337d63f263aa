namespace ServerlessMonitor.Notify;

/// <summary>A request as it stands in its queue. Messages from before there was a <c>v</c> have none, and are of the first format.</summary>
internal sealed record NotifyMessage(NotificationGroup Group, int Attempt, DateTimeOffset Due)
{
    public const int Format = 1;

    public int V { get; init; } = Format;

    public DateTimeOffset? AskedAt { get; init; }
}
