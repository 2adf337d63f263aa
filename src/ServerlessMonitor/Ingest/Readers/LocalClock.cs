namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Turns local times of a zone into instants. A time that the clock shows twice is the first of the two; one that it leaps over is as much later as the
/// leap is long (02:30 becomes 03:30). RFC 5545, java.time and Temporal do the same.
/// </summary>
internal sealed class LocalClock
{
    // No zone has changed its clock within a quarter of an hour of the present century; older changes are found at the quarter's ends.
    private const long Quarter = TimeSpan.TicksPerMinute * 15;

    private readonly TimeZoneInfo _zone;
    private long _start = -1;
    private long _offset;

    public LocalClock(TimeZoneInfo zone)
    {
        _zone = zone;
    }

    /// <summary>UTC ticks of local ticks.</summary>
    public long ToUtc(long local)
    {
        long start = local - (local % Quarter);
        if (start == _start)
        {
            return local - _offset;
        }

        long first = OffsetAt(start, out bool isPlainAtStart);
        long last = OffsetAt(start + Quarter - 1, out bool isPlainAtEnd);
        if (isPlainAtStart && isPlainAtEnd && first == last)
        {
            (_start, _offset) = (start, first);
            return local - first;
        }

        return local - OffsetAt(local, out _);
    }

    private long OffsetAt(long local, out bool isPlain)
    {
        var time = new DateTime(local, DateTimeKind.Unspecified);
        isPlain = false;
        if (_zone.IsAmbiguousTime(time))
        {
            return _zone.GetAmbiguousTimeOffsets(time).Max().Ticks;
        }

        isPlain = !_zone.IsInvalidTime(time);
        while (_zone.IsInvalidTime(time))
        {
            time = time.AddTicks(-Quarter);
        }

        return _zone.GetUtcOffset(time).Ticks;
    }
}
