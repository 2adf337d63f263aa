namespace ServerlessMonitor.Alert;

/// <summary>
/// An alert with the outcomes that its state was folded from. A late or restated window is put in its place and the fold done again, so neither the
/// order of messages nor late labels can change the outcome.
/// </summary>
/// <param name="Identity">Which alert.</param>
public sealed record AlertTimeline(AlertIdentity Identity)
{
    /// <summary>How many outcomes are kept; older ones are folded into <see cref="Carry"/>.</summary>
    public const int Capacity = 100;

    /// <summary>The state before the first of <see cref="Outcomes"/>.</summary>
    public AlertState Carry { get; init; } = AlertState.Initial;

    /// <summary>By window end, one for each window.</summary>
    public IReadOnlyList<WindowOutcome> Outcomes { get; init; } = [];

    /// <summary>The state after the last of <see cref="Outcomes"/>.</summary>
    public AlertState State { get; init; } = AlertState.Initial;

    /// <summary>Carried from the monitor: who answers for the model.</summary>
    public string? Owner { get; init; }

    /// <summary>Carried from the monitor: what to do.</summary>
    public Uri? Runbook { get; init; }

    /// <summary>Carried from the monitor: the column's importance, 0 to 1.</summary>
    public double? Importance { get; init; }

    /// <summary>What was compared with, for people.</summary>
    public string? BaselineName { get; init; }

    /// <summary>True from a change of <see cref="State"/> until notification has been asked for: what a crash left open is finished by the next run.</summary>
    public bool NotificationDue { get; init; }

    /// <summary>The last transition, until it is sure to be in the history: whoever comes next writes it there once more.</summary>
    public AlertTransition? Unlogged { get; init; }

    /// <summary>When <see cref="State"/> last changed its phase, wall clock.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}
