namespace ServerlessMonitor.Profile.Feeding;

/// <summary>How much event time one cell spans.</summary>
internal enum CellGranularity
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>Everything.</summary>
    Whole,

    /// <summary>A slot of a season: hours or days that are compared with each other.</summary>
    Slot,
}
