namespace ServerlessMonitor.Notify;

/// <summary>What a channel was last told about a group.</summary>
/// <param name="Group">Which group.</param>
public sealed record NotificationRecord(NotificationGroup Group)
{
    /// <summary>Fingerprints of the firing alerts it was told of, each with the end of the window that it began to fire with.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Firing { get; init; } = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>When it was told, wall clock; null: never.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Who is telling it now; empty: nobody. Keeps two workers from telling the same thing twice.</summary>
    public string ClaimedBy { get; init; } = string.Empty;

    /// <summary>Until when the claim holds, wall clock.</summary>
    public DateTimeOffset ClaimedUntil { get; init; }

    /// <summary>
    /// What the channel may believe besides <see cref="Firing"/>, in the same form: what <see cref="ClaimedBy"/> is telling of, who may die between the channel's taking the message and the
    /// record; and what was sent without an answer since the last success. Its end is told too.
    /// </summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Telling
    {
        get;

        // Records of before lack it.
        init => field = value ?? new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
    } = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>When the first of the failed tries was, wall clock; null: none failed since the last success.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it is tried again, wall clock; null when no try is planned.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>What the channel did not take; null after a success.</summary>
    public UntoldMessage? Untold { get; init; }

    /// <summary>Failed tries since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last try failed, without secrets; null after a success.</summary>
    public string? LastError { get; init; }

    /// <summary>True when it was given up: reported elsewhere, can be sent again.</summary>
    public bool Parked { get; init; }

    /// <summary>The record claimed by somebody who is about to tell something.</summary>
    internal NotificationRecord Claimed(string by, DateTimeOffset until, IReadOnlyDictionary<string, DateTimeOffset> telling)
    {
        var believed = new Dictionary<string, DateTimeOffset>(Telling, StringComparer.Ordinal);
        foreach ((string fingerprint, DateTimeOffset firedAt) in telling)
        {
            believed[fingerprint] = firedAt;
        }

        return this with { ClaimedBy = by, ClaimedUntil = until, Telling = believed };
    }

    /// <summary>The record once nothing is left untold.</summary>
    internal NotificationRecord Settled() => this with
    {
        ClaimedBy = string.Empty,
        Telling = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal),
        Failures = 0,
        FailingSince = null,
        NextTry = null,
        Untold = null,
        LastError = null,
        Parked = false,
    };
}
