using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Alert;

/// <summary>
/// The alert state machine: a fold over the outcomes of windows in the order of their ends. Pure; a restated window gives the state that would have
/// been reached had it said so from the start.
/// </summary>
public static class FoldTimeline
{
    /// <summary>Puts an outcome in its place, folds again and says what changed.</summary>
    /// <param name="timeline">The alert as it is known.</param>
    /// <param name="outcome">
    /// One window's outcome. It replaces that of the same window end unless that came from a later revision of the report; it is ignored when the window
    /// lies before those that are kept.
    /// </param>
    /// <param name="now">Wall clock: when the change was noticed.</param>
    /// <returns>
    /// The timeline after it, the same instance when the outcome was ignored, and the transition when the newest state changed its phase.
    /// <see cref="AlertTimeline.NotificationDue"/> is set when the alert began to fire or stopped firing, and never cleared here. <see cref="AlertTimeline.Unlogged"/> of
    /// <paramref name="timeline"/> is forgotten: write it to the history first.
    /// </returns>
    public static (AlertTimeline Timeline, AlertTransition? Transition) Insert(AlertTimeline timeline, WindowOutcome outcome, DateTimeOffset now) =>
        Insert(timeline, [outcome], now);

    /// <summary>As <see cref="Insert(AlertTimeline, WindowOutcome, DateTimeOffset)"/> for several outcomes at once: only the state after the last of them counts as a change.</summary>
    public static (AlertTimeline Timeline, AlertTransition? Transition) Insert(
        AlertTimeline timeline, IEnumerable<WindowOutcome> added, DateTimeOffset now)
    {
        var outcomes = new List<WindowOutcome>(timeline.Outcomes);
        bool changed = false;
        foreach (WindowOutcome outcome in added)
        {
            bool settled = timeline.Carry.Latest is { } carried && outcome.Window.End <= carried.Window.End;
            changed |= !settled && Place(outcomes, outcome);
        }

        if (!changed)
        {
            return (timeline, null);
        }

        int excess = Math.Max(0, outcomes.Count - AlertTimeline.Capacity);
        AlertState carry = Fold(timeline.Carry, outcomes.Take(excess));
        outcomes.RemoveRange(0, excess);
        AlertState state = Fold(carry, outcomes);

        AlertPhase before = timeline.State.Phase;
        var folded = timeline with { Carry = carry, Outcomes = outcomes, State = state, Unlogged = null };
        if (before == state.Phase)
        {
            return (folded, null);
        }

        bool tell = state.Phase == AlertPhase.Firing || before == AlertPhase.Firing;
        var transition = new AlertTransition(timeline.Identity, before, state.Phase, state, now);
        return (folded with { ChangedAt = now, NotificationDue = folded.NotificationDue || tell, Unlogged = transition }, transition);
    }

    /// <summary>The state after <paramref name="outcomes"/>, which are in the order of their window ends, when it was <paramref name="state"/> before.</summary>
    public static AlertState Fold(AlertState state, IEnumerable<WindowOutcome> outcomes) => outcomes.Aggregate(state, Step);

    private static AlertState Step(AlertState state, WindowOutcome outcome) => outcome.Verdict.Outcome switch
    {
        VerdictOutcome.Ok => state with
        {
            Phase = state.Phase switch
            {
                AlertPhase.Pending => AlertPhase.Inactive,
                AlertPhase.Firing => AlertPhase.Resolved,
                _ => state.Phase,
            },
            Streak = 0,
            ResolvedAt = state.Phase == AlertPhase.Firing ? outcome.Window.End : state.ResolvedAt,
            Latest = outcome,
        },
        VerdictOutcome.Breach => Breach(state, outcome),
        // A window too small to say anything neither breaks a streak nor extends it.
        _ => state,
    };

    private static AlertState Breach(AlertState state, WindowOutcome outcome)
    {
        int streak = state.Streak + 1;
        bool fires = state.Phase == AlertPhase.Firing || streak >= outcome.Verdict.For;
        return state with
        {
            Phase = fires ? AlertPhase.Firing : AlertPhase.Pending,
            Streak = streak,
            ActiveSince = streak == 1 ? outcome.Window.Start : state.ActiveSince,
            FiredAt = fires && state.Phase != AlertPhase.Firing ? outcome.Window.End : state.FiredAt,
            Latest = outcome,
            Severity = outcome.Verdict.Severity,
        };
    }

    private static bool Place(List<WindowOutcome> outcomes, WindowOutcome outcome)
    {
        // Nearly always the newest: look from the end.
        int at = outcomes.Count;
        while (at > 0 && outcomes[at - 1].Window.End >= outcome.Window.End)
        {
            at--;
        }

        if (at == outcomes.Count || outcomes[at].Window.End != outcome.Window.End)
        {
            outcomes.Insert(at, outcome);
            return true;
        }

        if (outcomes[at].ReportRevision > outcome.ReportRevision)
        {
            return false;
        }

        outcomes[at] = outcome;
        return true;
    }
}
