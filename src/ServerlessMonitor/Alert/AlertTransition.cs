namespace ServerlessMonitor.Alert;

/// <summary>A change of an alert's phase, for the history.</summary>
/// <param name="Identity">Which alert.</param>
/// <param name="From">The phase before.</param>
/// <param name="To">The phase after.</param>
/// <param name="State">The state after.</param>
/// <param name="At">When it was noticed, wall clock.</param>
public sealed record AlertTransition(AlertIdentity Identity, AlertPhase From, AlertPhase To, AlertState State, DateTimeOffset At)
{
    /// <summary>End of the window that brought the change: with the alert and <see cref="To"/> it names the transition.</summary>
    public DateTimeOffset? WindowEnd => To switch
    {
        AlertPhase.Firing => State.FiredAt,
        AlertPhase.Resolved => State.ResolvedAt,
        _ => State.Latest?.Window.End,
    };
}
