namespace ServerlessMonitor.Notify;

/// <summary>What came of a look at a group.</summary>
/// <param name="Status">What came of it.</param>
/// <param name="Reason">Why the channel was, or has to be, told.</param>
public sealed record Delivery(DeliveryStatus Status, NotifyReason Reason)
{
    /// <summary>To be enqueued: the same group later. Null when there is nothing left to do.</summary>
    public NotifyRequest? Next { get; init; }

    /// <summary>Why the try failed.</summary>
    public NotifyFailure? Failure { get; init; }

    /// <summary>The message that was sent, or could not be: what another channel has to report once it is parked.</summary>
    public AlertMessage? Message { get; init; }
}
