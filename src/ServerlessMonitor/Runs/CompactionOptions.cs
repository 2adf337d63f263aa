using System.ComponentModel.DataAnnotations;

namespace ServerlessMonitor.Runs;

/// <summary>Which days are compacted.</summary>
public sealed class CompactionOptions
{
    /// <summary>Days after its end that a day is compacted: most late batches have come by then. 1 to 36,500; default 14.</summary>
    [Range(1, 36_500)]
    public int CompactAfterDays { get; set; } = 14;

    /// <summary>Where the days end that are compacted at <paramref name="now"/>.</summary>
    internal DateTimeOffset EndAt(DateTimeOffset now) => CalendarSpans.DayOf(now.AddDays(-CompactAfterDays)).Start;
}
