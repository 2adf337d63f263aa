namespace ServerlessMonitor.Contracts;

/// <summary>The calendar units that windows are counted in.</summary>
public enum WindowUnit
{
    /// <summary>Sixty minutes.</summary>
    Hour,

    /// <summary>From midnight to midnight in the monitor's time zone.</summary>
    Day,

    /// <summary>From the first of a month to the first of the next in the monitor's time zone.</summary>
    Month,
}
