namespace ServerlessMonitor.Contracts;

/// <summary>What one rule says about one window.</summary>
public enum VerdictOutcome
{
    /// <summary>Nothing to report.</summary>
    Ok,

    /// <summary>The rule's condition holds.</summary>
    Breach,

    /// <summary>The window is too small, or lacks what the rule needs, to say.</summary>
    NotEnoughData,
}
