namespace ServerlessMonitor.Alert;

/// <summary>Where an alert is in its life.</summary>
public enum AlertPhase
{
    /// <summary>Nothing is wrong.</summary>
    Inactive,

    /// <summary>The condition holds, but not yet for as many windows as the rule asks.</summary>
    Pending,

    /// <summary>The condition has held for long enough.</summary>
    Firing,

    /// <summary>It was firing and the condition no longer holds.</summary>
    Resolved,
}
