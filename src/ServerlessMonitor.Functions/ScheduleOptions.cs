using System.ComponentModel.DataAnnotations;

namespace ServerlessMonitor.Functions;

/// <summary>When the timers run: six fields (second minute hour day month weekday), UTC.</summary>
public sealed class ScheduleOptions
{
    /// <summary>When containers are compared with the ledger. Every 15 minutes in Azure; every two seconds on a laptop, where it is the source of events.</summary>
    [Required]
    public string SweepSchedule { get; set; } = "0 */15 * * * *";

    /// <summary>When every model is looked at by the clock. Default hourly, at minute 5.</summary>
    [Required]
    public string EvaluateSchedule { get; set; } = "0 5 * * * *";

    /// <summary>When old days and months are compacted. Default daily, at 03:35.</summary>
    [Required]
    public string CompactSchedule { get; set; } = "0 35 3 * * *";
}
