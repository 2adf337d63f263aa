using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Merges what a window holds, from its start to its end, always in the same tree: the parts of a day that lies inside the window into the day, the days of a month that lies
/// inside it into the month, and those into the window. A branch that comes compacted is the branch that would have been made here: the result is the same to the bit.
/// </summary>
internal sealed class TiledMerge(DatasetSchema schema, TimeWindow window)
{
    private readonly DatasetSchema _schema = schema;
    private DatasetProfile? _whole;
    private DatasetProfile? _month;
    private DatasetProfile? _day;
    private DateTimeOffset _monthStart;
    private DateTimeOffset _dayStart;

    /// <summary>Adds a part; those of one hour come by batch.</summary>
    public void AddPart(DateTimeOffset hour, DatasetProfile profile)
    {
        TimeWindow day = CalendarSpans.DayOf(hour);
        if (day.Start != _dayStart)
        {
            CloseDay();
        }

        if (window.Covers(day))
        {
            _dayStart = day.Start;
            _day ??= new DatasetProfile(_schema);
            _day.Merge(profile);
        }
        else
        {
            CloseMonth();
            _whole ??= new DatasetProfile(_schema);
            _whole.Merge(profile);
        }
    }

    /// <summary>Adds a day, or a month, that lies inside the window. What is added belongs to this from now on.</summary>
    public void Add(CompactedSpan span, DateTimeOffset start, DatasetProfile profile)
    {
        CloseDay();
        if (span == CompactedSpan.Day)
        {
            AddDay(start, profile);
        }
        else
        {
            CloseMonth();
            _whole = Merged(_whole, profile);
        }
    }

    /// <summary>The profile of the window.</summary>
    public DatasetProfile Finish()
    {
        CloseDay();
        CloseMonth();

        // An empty profile of the version's schema gives a window without rows its columns, too.
        return _whole ?? new DatasetProfile(_schema);
    }

    private static DatasetProfile Merged(DatasetProfile? into, DatasetProfile profile)
    {
        if (into is null)
        {
            return profile;
        }

        into.Merge(profile);
        return into;
    }

    private void AddDay(DateTimeOffset start, DatasetProfile profile)
    {
        TimeWindow month = CalendarSpans.MonthOf(start);
        if (month.Start != _monthStart)
        {
            CloseMonth();
        }

        if (window.Covers(month))
        {
            _monthStart = month.Start;
            _month = Merged(_month, profile);
        }
        else
        {
            _whole = Merged(_whole, profile);
        }
    }

    private void CloseDay()
    {
        if (_day is { } day)
        {
            _day = null;
            StorageBudget.Fit(day);
            AddDay(_dayStart, day);
        }
    }

    private void CloseMonth()
    {
        if (_month is { } month)
        {
            _month = null;
            StorageBudget.Fit(month);
            _whole = Merged(_whole, month);
        }
    }
}
