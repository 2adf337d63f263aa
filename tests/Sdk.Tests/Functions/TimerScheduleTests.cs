using System.Globalization;
using Microsoft.Azure.Functions.Worker.Embedded;

namespace Sdk.Tests.Functions;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("*/2 * * * * *", "2026-01-05 00:00:00", "2026-01-05 00:00:02")]
    [InlineData("0 */15 * * * *", "2026-01-05 00:15:00", "2026-01-05 00:30:00")]
    [InlineData("*/15 * * * *", "2026-01-05 00:15:30", "2026-01-05 00:30:00")]
    [InlineData("0 30 9 * Jan Mon", "2026-01-05 10:00:00", "2026-01-12 09:30:00")]
    [InlineData("0 0 0 29 2 *", "2026-01-05 00:00:00", "2028-02-29 00:00:00")]
    [InlineData("00:30:00", "2026-01-05 00:10:00", "2026-01-05 00:40:00")]
    public void GetNext_Schedule_IsTheFirstOccurrenceAfter(string schedule, string after, string expected) =>
        Assert.Equal(Utc(expected), TimerSchedule.Parse(schedule).GetNext(Utc(after)));

    [Fact]
    public void GetNext_DayOfMonthAndDayOfWeek_BothMustHold()
    {
        // Friday the 13th; a Unix cron would also take every other Friday and every other 13th.
        var schedule = TimerSchedule.Parse("0 0 0 13 * Fri");

        Assert.Equal(Utc("2026-02-13 00:00:00"), schedule.GetNext(Utc("2026-01-05 00:00:00")));
        Assert.Equal(Utc("2026-03-13 00:00:00"), schedule.GetNext(Utc("2026-02-13 00:00:00")));
        Assert.Equal(Utc("2026-11-13 00:00:00"), schedule.GetNext(Utc("2026-03-13 00:00:00")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("every day")]
    [InlineData("60 * * * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("0 0 0 31 2 *")]
    [InlineData("00:00:00")]
    [InlineData("-00:10:00")]
    public void Parse_NoSchedule_SaysSo(string schedule) => Assert.Throws<FormatException>(() => TimerSchedule.Parse(schedule));

    [Theory]
    [InlineData("*/10 * * * * *", true)]
    [InlineData("0,30 0 12 * * *", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("00:00:59", true)]
    [InlineData("00:01:00", false)]
    public void IsFrequent_LessThanAMinuteApart_IsTrue(string schedule, bool expected) =>
        Assert.Equal(expected, TimerSchedule.Parse(schedule).IsFrequent(Utc("2026-01-05 00:00:00")));

    private static DateTime Utc(string time) =>
        DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
