namespace ServerlessMonitor.Notify;

/// <summary>Asks for a look at a group: whether its channel has to be told something. Safe to repeat.</summary>
/// <param name="Group">Which group.</param>
/// <param name="Attempt">How many deliveries have failed before, from 0.</param>
/// <param name="Due">Not before this, wall clock: after <c>group_wait</c>, or after a failed try.</param>
public sealed record NotifyRequest(NotificationGroup Group, int Attempt, DateTimeOffset Due)
{
    /// <summary>When a person asked for the group's present state to be sent, whatever the channel was told; null: nobody did.</summary>
    public DateTimeOffset? AskedAt { get; init; }
}
