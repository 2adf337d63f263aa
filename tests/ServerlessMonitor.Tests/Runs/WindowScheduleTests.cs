using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

public sealed class WindowScheduleTests
{
    private static readonly ModelVersion Model = new("churn", "1");
    private static readonly WindowSpec Daily = WindowSpec.Tumbling("1d");
    private static readonly WindowSpec Weekly = WindowSpec.Tumbling("7d");
    private readonly MonitorDefinition _monitor = new("churn");

    [Fact]
    public void IsComplete_WatermarkPastTheEnd_Whatever_TheClock()
    {
        WindowSchedule schedule = Schedule(lastEvent: At(1, 1), now: At(0, 5), lastArrival: At(0, 5));
        Assert.True(schedule.IsComplete(Day(0)));
        Assert.False(schedule.IsComplete(Day(1)));
    }

    [Fact]
    public void IsComplete_DataReachesTheEndAndTheClockHasPassed()
    {
        Assert.True(Schedule(lastEvent: At(0, 23.9), now: At(1, 1), lastArrival: At(1, 1)).IsComplete(Day(0)));
        Assert.False(Schedule(lastEvent: At(0, 23.9), now: At(1, 0.5), lastArrival: At(1, 0.5)).IsComplete(Day(0)));
        Assert.False(Schedule(lastEvent: At(0, 12), now: At(1, 1), lastArrival: At(1, 0.9)).IsComplete(Day(0)));
    }

    [Fact]
    public void IsComplete_NothingCameForLong_TheClockDecides() =>
        Assert.True(Schedule(lastEvent: At(0, 12), now: At(1, 2), lastArrival: At(0, 13)).IsComplete(Day(0)));

    [Fact]
    public void Due_HistoryReplayed_GivesCompleteWindowsAndTheFirstOpenOne()
    {
        WindowSchedule schedule = Schedule(lastEvent: At(9, 12), now: At(9000, 0), lastArrival: At(9000, 0));
        Assert.Equal([Day(7), Day(8), Day(9)], schedule.Due(Daily, new TimeWindow(At(7, 3), At(9, 12))));
    }

    [Fact]
    public void Due_WeeksStartOnMonday()
    {
        WindowSchedule schedule = Schedule(lastEvent: At(20, 0), now: At(9000, 0), lastArrival: At(9000, 0));
        TimeWindow week = Assert.Single(schedule.Due(Weekly, new TimeWindow(At(8, 3), At(9, 12))));
        Assert.Equal(DayOfWeek.Monday, week.Start.DayOfWeek);
        Assert.Equal(TimeSpan.FromDays(7), week.Duration);
    }

    [Fact]
    public void Due_OverlappingWindows_GivesEveryWindowThatHoldsTheRange()
    {
        WindowSchedule schedule = Schedule(lastEvent: At(30, 0), now: At(9000, 0), lastArrival: At(9000, 0));
        var spec = new WindowSpec(WindowLength.Parse("7d"), WindowLength.Parse("1d"));
        TimeWindow[] due = [.. schedule.Due(spec, new TimeWindow(At(10, 3), At(10, 4)))];
        Assert.Equal(7, due.Length);
        Assert.Equal([.. Enumerable.Range(4, 7).Select(day => At(day, 0))], due.Select(window => window.Start));
    }

    [Fact]
    public void Due_ByTheClock_LooksAtEmptyWindowsForAWhileOnly()
    {
        WindowSchedule schedule = Schedule(lastEvent: At(9, 12), now: At(9000, 0), lastArrival: At(10, 0));
        TimeWindow[] due = [.. schedule.Due(Daily, changed: null)];
        Assert.Equal(Day(9), due[0]);
        Assert.InRange(due.Length, WindowSchedule.EmptyWindows, WindowSchedule.EmptyWindows + 2);
    }

    [Fact]
    public void Due_WindowsBeforeTheFirstEvent_AreNotReported()
    {
        WindowSchedule schedule = Schedule(lastEvent: At(3, 0), now: At(9000, 0), lastArrival: At(9000, 0), firstEvent: At(2, 0));
        Assert.Equal([Day(2)], schedule.Due(Daily, new TimeWindow(At(0, 0), At(3, 0))));
    }

    [Fact]
    public void IsProvisional_WindowThatBeginsBeforeTheData_EvenWhenComplete()
    {
        WindowSchedule schedule = Schedule(lastEvent: At(30, 0), now: At(9000, 0), lastArrival: At(9000, 0), firstEvent: At(2, 10));
        Assert.True(schedule.IsProvisional(new TimeWindow(At(1, 0), At(8, 0))));
        Assert.False(schedule.IsProvisional(new TimeWindow(At(2, 0), At(9, 0))));
        Assert.False(schedule.IsProvisional(Day(2)));
    }

    private static DateTimeOffset At(int day, double hours) =>
        new DateTimeOffset(2026, 2, 23, 0, 0, 0, TimeSpan.Zero).AddDays(day) + TimeSpan.FromHours(hours);

    private static TimeWindow Day(int day) => new(At(day, 0), At(day + 1, 0));

    private WindowSchedule Schedule(DateTimeOffset lastEvent, DateTimeOffset now, DateTimeOffset lastArrival, DateTimeOffset? firstEvent = null) =>
        new(_monitor, new CatalogEntry(Model, new TimeWindow(firstEvent ?? At(-100, 0), lastEvent), lastArrival), now);
}
