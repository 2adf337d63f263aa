namespace ServerlessMonitor.Runs.Status;

/// <summary>The values of <see cref="NotificationStatus.State"/>.</summary>
public static class NotificationStates
{
    /// <summary>The channel was told, and has failed no try since.</summary>
    public const string Delivered = "delivered";

    /// <summary>It is being told.</summary>
    public const string Sending = "sending";

    /// <summary>It did not take the message and is tried again.</summary>
    public const string Retrying = "retrying";

    /// <summary>It was given up, and tried once every <c>repeat_interval</c>.</summary>
    public const string Parked = "parked";

    /// <summary>What it did not take was over before it took it: there was nothing left to tell.</summary>
    public const string Over = "over";

    /// <summary>The alerting files have no such channel any more.</summary>
    public const string Removed = "removed";

    /// <summary>Every state.</summary>
    public static IReadOnlyList<string> All { get; } = [Delivered, Sending, Retrying, Parked, Over, Removed];
}
