using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Alert;

/// <summary>The result of folding a timeline: what the alert is now, in window time.</summary>
/// <param name="Phase">Where it is in its life.</param>
public sealed record AlertState(AlertPhase Phase)
{
    /// <summary>Nothing has happened.</summary>
    public static AlertState Initial { get; } = new(AlertPhase.Inactive);

    /// <summary>Breaching windows in a row up to now.</summary>
    public int Streak { get; init; }

    /// <summary>Start of the first window of the present, or last, episode.</summary>
    public DateTimeOffset? ActiveSince { get; init; }

    /// <summary>End of the window with which the present, or last, episode began to fire.</summary>
    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>End of the window with which the last episode ended.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The newest window that said Ok or Breach: what a message is about.</summary>
    public WindowOutcome? Latest { get; init; }

    /// <summary>Severity of the newest breach.</summary>
    public Severity Severity { get; init; }
}
