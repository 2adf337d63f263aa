namespace ServerlessMonitor.Runs.Status;

/// <summary>What a channel was told about a group, and what it was not, at a glance.</summary>
/// <param name="Id">Names the group, to have it sent again.</param>
/// <param name="State"><c>delivered sending retrying parked over</c>; <c>removed</c> when the alerting files have no such channel any more.</param>
/// <param name="Receiver">The receiver's name.</param>
/// <param name="Channel">The channel's place among the receiver's, from 0.</param>
/// <param name="Kind">The channel's kind; null when the files have it no more, or cannot be used.</param>
/// <param name="Group">The group's labels.</param>
/// <param name="Attempts">Failed tries since the last success.</param>
public sealed record NotificationStatus(string Id, string State, string Receiver, int Channel, string? Kind, string Group, int Attempts)
{
    /// <summary>The title of the message that the channel did not take.</summary>
    public string? Untold { get; init; }

    /// <summary>Why the last try failed, without secrets.</summary>
    public string? LastError { get; init; }

    /// <summary>When the first of the failed tries was.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>When the channel was last told something.</summary>
    public DateTimeOffset? SentAt { get; init; }
}
