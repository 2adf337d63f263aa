namespace ServerlessMonitor.Notify;

/// <summary>Why a message goes out. It goes to the log and into the message.</summary>
public enum NotifyReason
{
    /// <summary>There is nothing to tell.</summary>
    None,

    /// <summary>The first alerts of the group, or the first since all were resolved.</summary>
    First,

    /// <summary>Alerts that the channel was not told of.</summary>
    NewAlerts,

    /// <summary>Some alerts that it was told of no longer fire.</summary>
    NewResolved,

    /// <summary>No alert fires any more.</summary>
    AllResolved,

    /// <summary>Nothing has changed for as long as <c>repeat_interval</c>.</summary>
    RepeatInterval,
}
