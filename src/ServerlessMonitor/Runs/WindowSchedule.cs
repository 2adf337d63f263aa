using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>Which windows are to be evaluated, and which of them are complete. Pure: the clock is an argument.</summary>
/// <param name="monitor">Says zone, windows and allowed lateness.</param>
/// <param name="data">How far the model's data reaches.</param>
/// <param name="now">The wall clock.</param>
public sealed class WindowSchedule(MonitorDefinition monitor, CatalogEntry data, DateTimeOffset now)
{
    /// <summary>How many windows after the last event are looked at while nothing arrives; afterwards it is old news.</summary>
    public const int EmptyWindows = 8;

    private readonly WindowCalendar _calendar = new(monitor.TimeZone);

    /// <summary>
    /// A window is complete when the watermark (latest event less the allowed lateness) has passed its end; or when its data reaches the end and the clock has
    /// passed it by the allowed lateness; or when the clock has passed both the end and the last arrival by that much, so that nothing more seems to come.
    /// </summary>
    public bool IsComplete(TimeWindow window)
    {
        TimeSpan lateness = monitor.AllowedLateness;
        bool watermarkPassed = data.Events.End - window.End >= lateness;
        bool clockPassed = now - window.End >= lateness;
        bool dataReachesEnd = window.End - data.Events.End <= lateness;
        bool nothingComes = now - data.LastArrival >= lateness;
        return watermarkPassed || (clockPassed && (dataReachesEnd || nothingComes));
    }

    /// <summary>
    /// Whether the window is shown, but no reason for an alert: rows may still come, or the model's data begins a day or more after the window does, so that the window is
    /// not like others of its length.
    /// </summary>
    public bool IsProvisional(TimeWindow window) => !IsComplete(window) || data.Events.Start - window.Start >= TimeSpan.FromDays(1);

    /// <summary>The complete windows that <paramref name="changed"/> touches, and the first that is not complete yet; all by start.</summary>
    /// <param name="spec">The windows.</param>
    /// <param name="changed">The event times that changed; null: what the clock has brought since the last event.</param>
    public IEnumerable<TimeWindow> Due(WindowSpec spec, TimeWindow? changed)
    {
        foreach (TimeWindow window in _calendar.Overlapping(spec, changed ?? SinceLastEvent(spec)))
        {
            if (window.End <= data.Events.Start)
            {
                continue;
            }

            yield return window;
            if (!IsComplete(window))
            {
                yield break;
            }
        }
    }

    /// <summary>A range with all of the windows that it touches, where windows do not overlap; else the range.</summary>
    public TimeWindow Whole(WindowSpec spec, TimeWindow range) =>
        spec.Length == spec.Step ? _calendar.Overlapping(spec, range).Aggregate(range, (all, window) => all.Including(window)) : range;

    /// <summary>The part of a range of which <see cref="Due"/> gives every window: up to where the windows start that come after the first that is not complete. Null: none.</summary>
    public TimeWindow? Reached(WindowSpec spec, TimeWindow range)
    {
        bool isOver = false;
        foreach (TimeWindow window in _calendar.Overlapping(spec, range))
        {
            if (isOver)
            {
                return window.Start > range.Start ? new TimeWindow(range.Start, window.Start) : null;
            }

            isOver = window.End > data.Events.Start && !IsComplete(window);
        }

        return range;
    }

    private TimeWindow SinceLastEvent(WindowSpec spec)
    {
        DateTimeOffset last = data.Events.End > data.Events.Start ? data.Events.End.AddTicks(-1) : data.Events.End;
        TimeWindow current = _calendar.Overlapping(spec, new TimeWindow(last, last)).Last();
        DateTimeOffset reach = data.Events.End + (current.Duration * EmptyWindows);
        DateTimeOffset end = now < reach ? now : reach;
        return new TimeWindow(last, end > last ? end : last);
    }
}
