namespace ServerlessMonitor.Profile;

/// <summary>What a compacted profile reaches over; both begin at midnight UTC.</summary>
public enum CompactedSpan
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A calendar month.</summary>
    Month,
}
