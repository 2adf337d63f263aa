namespace ServerlessMonitor.Contracts;

/// <summary>Which hours or days are compared with each other, in the monitor's time zone.</summary>
public enum BaselineSeason
{
    /// <summary>The same hour of any day.</summary>
    HourOfDay,

    /// <summary>The same day of the week.</summary>
    DayOfWeek,

    /// <summary>The same hour of the same day of the week.</summary>
    HourOfWeek,
}
