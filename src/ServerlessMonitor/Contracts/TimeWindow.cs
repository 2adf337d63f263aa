namespace ServerlessMonitor.Contracts;

/// <summary>A half-open span of event time, [<see cref="Start"/>, <see cref="End"/>), in UTC.</summary>
public readonly record struct TimeWindow
{
    /// <summary>Creates the span; both ends are converted to UTC.</summary>
    /// <exception cref="ArgumentException"><paramref name="end"/> lies before <paramref name="start"/>.</exception>
    public TimeWindow(DateTimeOffset start, DateTimeOffset end)
    {
        if (end < start)
        {
            throw new ArgumentException($"A window cannot end ({end:O}) before it starts ({start:O}).", nameof(end));
        }

        Start = start.ToUniversalTime();
        End = end.ToUniversalTime();
    }

    /// <summary>The first instant inside.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The first instant after.</summary>
    public DateTimeOffset End { get; }

    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => End - Start;

    /// <summary>Whether <paramref name="instant"/> lies inside.</summary>
    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    /// <summary>Whether the two spans share an instant.</summary>
    public bool Overlaps(TimeWindow other) => Start < other.End && other.Start < End;

    /// <summary>The shortest span that holds both.</summary>
    public TimeWindow Including(TimeWindow other) => new(Start < other.Start ? Start : other.Start, End > other.End ? End : other.End);

    /// <summary>What the two spans share; null when that is nothing.</summary>
    public TimeWindow? Within(TimeWindow other) =>
        Overlaps(other) ? new(Start > other.Start ? Start : other.Start, End < other.End ? End : other.End) : null;

    /// <inheritdoc/>
    public override string ToString() => $"[{Start:yyyy-MM-ddTHH:mm:ssZ}, {End:yyyy-MM-ddTHH:mm:ssZ})";
}
