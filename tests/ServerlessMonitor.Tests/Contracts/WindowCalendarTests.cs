using System.Globalization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Tests.Contracts;

public sealed class WindowCalendarTests
{
    private readonly WindowCalendar _utc = new(TimeZoneInfo.Utc);

    [Fact]
    public void Overlapping_Week_StartsOnMonday()
    {
        TimeWindow week = Assert.Single(_utc.Overlapping(WindowSpec.Tumbling("7d"), Range("2001-04-25T10:00Z", "2001-04-25T11:00Z")));
        Assert.Equal(Instant("2001-04-23T00:00Z"), week.Start);
        Assert.Equal(Instant("2001-04-30T00:00Z"), week.End);
    }

    [Fact]
    public void Overlapping_EmptyRange_GivesTheWindowThatHoldsTheInstant() =>
        Assert.Equal(Instant("2001-04-25T10:00Z"), Assert.Single(_utc.Overlapping(WindowSpec.Tumbling("1h"), Range("2001-04-25T10:30Z", "2001-04-25T10:30Z"))).Start);

    [Fact]
    public void Overlapping_RangeThatEndsWhereAWindowStarts_LeavesThatOut() =>
        Assert.Single(_utc.Overlapping(WindowSpec.Tumbling("1d"), Range("2001-04-25T00:00Z", "2001-04-26T00:00Z")));

    [Fact]
    public void Overlapping_BeforeTheEpoch_StillAligns() =>
        Assert.Equal(Instant("1999-12-27T00:00Z"), Assert.Single(_utc.Overlapping(WindowSpec.Tumbling("7d"), Range("1999-12-31T12:00Z", "1999-12-31T13:00Z"))).Start);

    [Fact]
    public void Overlapping_Months_HaveTheirOwnLengths()
    {
        TimeWindow[] months = [.. _utc.Overlapping(WindowSpec.Tumbling("1mo"), Range("2024-01-31T00:00Z", "2024-03-01T01:00Z"))];
        Assert.Equal([31, 29, 31], months.Select(month => (int)month.Duration.TotalDays));
    }

    [Fact]
    public void Overlapping_DaysInBerlin_AreAlignedToItsMidnightAndAsLongAsItsDays()
    {
        var berlin = new WindowCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        TimeWindow[] days = [.. berlin.Overlapping(WindowSpec.Tumbling("1d"), Range("2026-03-28T23:30Z", "2026-03-29T23:30Z"))];
        Assert.Equal(Instant("2026-03-28T23:00Z"), days[0].Start);
        Assert.Equal(23, days[0].Duration.TotalHours);
        Assert.Equal(24, days[1].Duration.TotalHours);
    }

    [Fact]
    public void Before_GivesTheWindowOfTheSameLengthThatEndsEarlier()
    {
        TimeWindow week = Assert.Single(_utc.Overlapping(WindowSpec.Tumbling("7d"), Range("2001-04-25T10:00Z", "2001-04-25T11:00Z")));
        Assert.Equal(Range("2001-04-09T00:00Z", "2001-04-16T00:00Z"), _utc.Before(WindowSpec.Tumbling("7d"), week, back: 2));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static TimeWindow Range(string from, string to) => new(Instant(from), Instant(to));
}
