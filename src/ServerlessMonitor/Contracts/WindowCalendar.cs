namespace ServerlessMonitor.Contracts;

/// <summary>
/// Lays windows over event time. Hours count from midnight UTC, days from midnight in the time zone, multiples of seven days from
/// Monday, months from the first.
/// </summary>
/// <param name="zone">The monitor's time zone.</param>
public sealed class WindowCalendar(TimeZoneInfo zone)
{
    // A Monday, so that weeks start on one.
    private static readonly DateOnly Epoch = new(2001, 1, 1);

    /// <summary>The windows of <paramref name="spec"/> that share an instant with <paramref name="range"/>, by start.</summary>
    public IEnumerable<TimeWindow> Overlapping(WindowSpec spec, TimeWindow range)
    {
        long step = spec.Step.Count;
        // A window that starts up to one length earlier can still reach into the range.
        long index = FloorDivide(UnitIndex(spec.Length.Unit, range.Start) - spec.Length.Count, step) * step;
        for (; ; index += step)
        {
            DateTimeOffset start = At(spec.Length.Unit, index);
            if (start >= range.End && start > range.Start)
            {
                yield break;
            }

            var window = new TimeWindow(start, At(spec.Length.Unit, index + spec.Length.Count));
            if (window.End > range.Start && (window.Start < range.End || window.Contains(range.Start)))
            {
                yield return window;
            }
        }
    }

    /// <summary>The window of the same length that ends where, or before, <paramref name="window"/> starts, <paramref name="back"/> lengths earlier.</summary>
    public TimeWindow Before(WindowSpec spec, TimeWindow window, int back = 1)
    {
        long index = UnitIndex(spec.Length.Unit, window.Start) - ((long)back * spec.Length.Count);
        return new TimeWindow(At(spec.Length.Unit, index), At(spec.Length.Unit, index + spec.Length.Count));
    }

    /// <summary>The window that starts one step earlier.</summary>
    public TimeWindow Previous(WindowSpec spec, TimeWindow window)
    {
        long index = UnitIndex(spec.Length.Unit, window.Start) - spec.Step.Count;
        return new TimeWindow(At(spec.Length.Unit, index), At(spec.Length.Unit, index + spec.Length.Count));
    }

    private static long FloorDivide(long value, long divisor) =>
        (value / divisor) - (value % divisor < 0 ? 1 : 0);

    private long UnitIndex(WindowUnit unit, DateTimeOffset instant)
    {
        if (unit == WindowUnit.Hour)
        {
            return FloorDivide((instant.UtcDateTime - Epoch.ToDateTime(TimeOnly.MinValue)).Ticks, TimeSpan.TicksPerHour);
        }

        var local = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
        return unit == WindowUnit.Day
            ? local.DayNumber - Epoch.DayNumber
            : ((local.Year - Epoch.Year) * 12L) + local.Month - Epoch.Month;
    }

    private DateTimeOffset At(WindowUnit unit, long index)
    {
        if (unit == WindowUnit.Hour)
        {
            return new DateTimeOffset(Epoch.ToDateTime(TimeOnly.MinValue).AddHours(index), TimeSpan.Zero);
        }

        DateOnly day = unit == WindowUnit.Day ? Epoch.AddDays((int)index) : Epoch.AddMonths((int)index);
        DateTime local = day.ToDateTime(TimeOnly.MinValue);
        // Where the clock jumps over midnight, the day begins at the first instant that exists.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
