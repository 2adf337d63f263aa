using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>
/// Cuts a baseline into chunks by event time, never by the order of its rows: a training file that is sorted by label would make every column look clustered. A chunk is a number of whole
/// weeks where there are five of them, else of whole days, else of whole hours: where a cycle fits in, chunks do not differ by it.
/// </summary>
public static class ChunkCutter
{
    /// <summary>The most chunks.</summary>
    public const int MostChunks = 16;

    private const int FewestUnits = 5;

    // Chunks with less than this of the mean would decide how coarse all of them are looked at.
    private const double LeastShare = 0.2;

    // So many rows at either end do not stretch the chunks: a wrong clock must not put all the others into one.
    private const double StrayShare = 0.005;

    private static readonly TimeSpan[] Units = [TimeSpan.FromDays(7), TimeSpan.FromDays(1), TimeSpan.FromHours(1)];

    /// <summary>How long the chunks of a span are; null where it is too short for any.</summary>
    public static TimeSpan? LengthOf(TimeWindow span)
    {
        foreach (TimeSpan unit in Units)
        {
            long units = (long)Math.Ceiling(span.Duration / unit);
            if (span.Duration / unit >= FewestUnits)
            {
                return unit * ((units + MostChunks - 1) / MostChunks);
            }
        }

        return null;
    }

    /// <summary>The chunks of a span, by time; the last one may be shorter. Empty where it is too short.</summary>
    public static IReadOnlyList<TimeWindow> Cut(TimeWindow span)
    {
        var chunks = new List<TimeWindow>();
        if (LengthOf(span) is { } length)
        {
            for (DateTimeOffset start = span.Start; start < span.End; start += length)
            {
                chunks.Add(new TimeWindow(start, start + length < span.End ? start + length : span.End));
            }
        }

        return chunks;
    }

    /// <summary>Puts the hours of a file together into chunks. Chunks with far fewer rows than the others are left out.</summary>
    /// <param name="hours">The hours, ascending; days or months where there are many.</param>
    public static (TimeSpan Length, IReadOnlyList<DatasetProfile> Chunks) Join(IReadOnlyList<(DateTimeOffset Hour, DatasetProfile Profile)> hours)
    {
        long rows = hours.Sum(hour => hour.Profile.Rows);
        DateTimeOffset start = FirstBeyond(hours, rows * StrayShare);
        DateTimeOffset last = FirstBeyond([.. hours.Reverse()], rows * StrayShare);
        if (LengthOf(new TimeWindow(start, last.AddHours(1))) is not { } length)
        {
            return (TimeSpan.Zero, []);
        }

        // Days begin at midnight, so that none is cut in two.
        start = length < TimeSpan.FromDays(1) ? start : new DateTimeOffset(start.UtcDateTime.Date, TimeSpan.Zero);

        var chunks = new SortedDictionary<long, DatasetProfile>();
        foreach ((DateTimeOffset hour, DatasetProfile profile) in hours)
        {
            long index = Math.Clamp((hour - start).Ticks / length.Ticks, 0, (last - start).Ticks / length.Ticks);
            if (!chunks.TryGetValue(index, out DatasetProfile? chunk))
            {
                chunks.Add(index, chunk = new DatasetProfile(profile.Schema));
            }

            chunk.Merge(profile);
        }

        return (length, WithoutSmall([.. chunks.Values]));
    }

    /// <summary>The chunks that have a fair share of the rows.</summary>
    public static IReadOnlyList<DatasetProfile> WithoutSmall(IReadOnlyList<DatasetProfile> chunks) =>
        chunks.Count == 0 ? chunks : [.. chunks.Where(chunk => chunk.Rows > 0 && chunk.Rows >= LeastShare * chunks.Average(other => other.Rows))];

    private static DateTimeOffset FirstBeyond(IReadOnlyList<(DateTimeOffset Hour, DatasetProfile Profile)> hours, double rows)
    {
        double passed = 0;
        foreach ((DateTimeOffset hour, DatasetProfile profile) in hours)
        {
            passed += profile.Rows;
            if (passed > rows)
            {
                return hour;
            }
        }

        return hours[^1].Hour;
    }
}
