using ServerlessMonitor.Alert;

namespace ServerlessMonitor.Notify;

/// <summary>What came of a look at a group.</summary>
/// <param name="Status">What came of it.</param>
/// <param name="Reason">Why the channel was, or has to be, told.</param>
public sealed record Delivery(DeliveryStatus Status, NotifyReason Reason)
{
    /// <summary>To be enqueued: the same group later. Null when there is nothing left to do.</summary>
    public NotifyRequest? Next { get; init; }

    /// <summary>To be raised: the channel does not take what it has to tell, and another has to hear of it. Safe to raise again.</summary>
    public AlertEvent? Undelivered { get; init; }

    /// <summary>To be resolved, should it have been raised: the channel takes messages again, or there is nothing left to tell.</summary>
    public AlertIdentity? Recovered { get; init; }

    /// <summary>Why the try failed.</summary>
    public NotifyFailure? Failure { get; init; }

    /// <summary>The message that was sent, or could not be: what another channel has to report once it is parked.</summary>
    public AlertMessage? Message { get; init; }
}
