using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>Days and months of UTC.</summary>
internal static class CalendarSpans
{
    /// <summary>The span of a compacted profile.</summary>
    public static TimeWindow Of(CompactedKey key) => Of(key.Span, key.Start);

    /// <summary>The day or month of an instant.</summary>
    public static TimeWindow Of(CompactedSpan span, DateTimeOffset instant) => span == CompactedSpan.Day ? DayOf(instant) : MonthOf(instant);

    /// <summary>The day of an instant.</summary>
    public static TimeWindow DayOf(DateTimeOffset instant)
    {
        var start = new DateTimeOffset(instant.UtcDateTime.Date, TimeSpan.Zero);
        return new TimeWindow(start, After(start, start => start.AddDays(1)));
    }

    /// <summary>The month of an instant.</summary>
    public static TimeWindow MonthOf(DateTimeOffset instant)
    {
        var start = new DateTimeOffset(instant.UtcDateTime.Year, instant.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return new TimeWindow(start, After(start, start => start.AddMonths(1)));
    }

    /// <summary>Whether all of <paramref name="inner"/> lies in <paramref name="outer"/>.</summary>
    public static bool Covers(this TimeWindow outer, TimeWindow inner) => outer.Start <= inner.Start && inner.End <= outer.End;

    // The last day of all ends where time does.
    private static DateTimeOffset After(DateTimeOffset start, Func<DateTimeOffset, DateTimeOffset> next) =>
        start is { Year: 9999, Month: 12 } && start.Day is 1 or 31 ? DateTimeOffset.MaxValue : next(start);
}
