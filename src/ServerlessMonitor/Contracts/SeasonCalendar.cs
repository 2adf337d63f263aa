namespace ServerlessMonitor.Contracts;

/// <summary>Numbers the hours or days that are compared with each other. Rows count by the start of their quarter of an hour, stored hours by their own start.</summary>
/// <param name="season">What is compared.</param>
/// <param name="zone">The monitor's time zone.</param>
public sealed class SeasonCalendar(BaselineSeason season, TimeZoneInfo zone)
{
    private const int HoursOfDay = 24;
    private const int DaysOfWeek = 7;

    /// <summary>How many slots there are.</summary>
    public int Slots => season switch
    {
        BaselineSeason.HourOfDay => HoursOfDay,
        BaselineSeason.DayOfWeek => DaysOfWeek,
        _ => HoursOfDay * DaysOfWeek,
    };

    /// <summary>Names the slots: parts that were kept under another key are others.</summary>
    public string Key => $"{season} {zone.Id}";

    /// <summary>The slot of an instant, from 0; weeks start on Monday.</summary>
    public int SlotOf(DateTimeOffset instant)
    {
        DateTime local = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
        int day = ((int)local.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek;
        return season switch
        {
            BaselineSeason.HourOfDay => local.Hour,
            BaselineSeason.DayOfWeek => day,
            _ => (day * HoursOfDay) + local.Hour,
        };
    }

    /// <summary>The slots of a window's hours.</summary>
    public IReadOnlySet<int> SlotsOf(TimeWindow window)
    {
        var slots = new HashSet<int>();
        for (DateTimeOffset hour = window.Start; hour < window.End && slots.Count < Slots; hour = hour.AddHours(1))
        {
            slots.Add(SlotOf(hour));
        }

        return slots;
    }

    /// <summary>The parts of a span that have such slots, by time; its start is that of an hour.</summary>
    public IReadOnlyList<TimeWindow> Occurrences(TimeWindow span, IReadOnlySet<int> slots)
    {
        var found = new List<TimeWindow>();
        for (DateTimeOffset hour = span.Start; hour < span.End; hour = hour.AddHours(1))
        {
            if (!slots.Contains(SlotOf(hour)))
            {
                continue;
            }

            DateTimeOffset end = hour.AddHours(1) < span.End ? hour.AddHours(1) : span.End;
            if (found is [.., { } last] && last.End == hour)
            {
                found[^1] = new TimeWindow(last.Start, end);
            }
            else
            {
                found.Add(new TimeWindow(hour, end));
            }
        }

        return found;
    }
}
