namespace Microsoft.Azure.Functions.Worker;

/// <summary>The recorded occurrences of a schedule.</summary>
public class ScheduleStatus
{
    /// <summary>The last occurrence that ran; the default value before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence that is expected.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this record was written.</summary>
    public DateTime LastUpdated { get; set; }
}
