namespace ServerlessMonitor.Ingest;

/// <summary>The event time of rows that have none of their own: the date or hour in the path, else when the blob was written.</summary>
public readonly record struct EventTimeFallback
{
    private EventTimeFallback(DateTimeOffset start, TimeSpan span)
    {
        Start = start.ToUniversalTime();
        Span = span;
    }

    /// <summary>The event time that such rows get, UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>How long the path's date or hour lasts; zero when it is the blob's last-modified time.</summary>
    public TimeSpan Span { get; }

    /// <summary>Whether the path names the time, so that it holds for every row.</summary>
    public bool IsFromPath => Span > TimeSpan.Zero;

    /// <summary>The first instant after the rows that are dated by this alone.</summary>
    public DateTimeOffset End => Start + (IsFromPath ? Span : TimeSpan.FromTicks(1));

    /// <summary>The path names a day, UTC.</summary>
    public static EventTimeFallback Day(DateOnly day) => new(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), TimeSpan.FromDays(1));

    /// <summary>The path names an hour, UTC.</summary>
    public static EventTimeFallback Hour(DateTimeOffset hour) => new(hour, TimeSpan.FromHours(1));

    /// <summary>Nothing names a time but the blob's own.</summary>
    public static EventTimeFallback LastModified(DateTimeOffset lastModified) => new(lastModified, TimeSpan.Zero);
}
