namespace ServerlessMonitor.Notify;

/// <summary>Why a message could not be delivered.</summary>
/// <param name="Retryable">Whether the same message may be taken later.</param>
/// <param name="Reason">For people; never holds a secret, an address with its path, or the service's whole reply.</param>
public sealed record NotifyFailure(bool Retryable, string Reason)
{
    /// <summary>Whether the service may have taken the message all the same: it was sent, and no answer came.</summary>
    public bool MaybeTaken { get; init; }

    /// <summary>How long the service asked to be left alone, where it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
