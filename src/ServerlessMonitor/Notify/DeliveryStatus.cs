namespace ServerlessMonitor.Notify;

/// <summary>What came of a look at a group.</summary>
public enum DeliveryStatus
{
    /// <summary>The channel knows all there is, or a try that is under way elsewhere will tell it.</summary>
    NothingToTell,

    /// <summary>The alerting files have no such channel (any more).</summary>
    NoChannel,

    /// <summary>Too early, or somebody else is telling it: <see cref="Delivery.Next"/> looks again.</summary>
    Later,

    /// <summary>The service took the message.</summary>
    Sent,

    /// <summary>The service did not take it: <see cref="Delivery.Next"/> tries again.</summary>
    Failed,

    /// <summary>It was given up; it will be tried again with the next new alert, and once every <c>repeat_interval</c>.</summary>
    Parked,
}
