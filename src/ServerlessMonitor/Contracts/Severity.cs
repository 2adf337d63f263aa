namespace ServerlessMonitor.Contracts;

/// <summary>How much an alert matters.</summary>
public enum Severity
{
    /// <summary>For the digest; wakes nobody.</summary>
    Info,

    /// <summary>To be looked at in working hours.</summary>
    Warning,

    /// <summary>Wakes somebody.</summary>
    Critical,
}
