using ServerlessMonitor.TestKit;

namespace Sdk.Tests.TestKit;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Delay_ClockPassesDueTime_Completes()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), _clock);
        Assert.Equal(1, _clock.ActiveTimers);

        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public void Advance_PeriodicAndSingleTimers_FireInOrderAtTheirTimes()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<(string Name, double Second)>();
        void Record(object? name) => fired.Add(((string)name!, (_clock.GetUtcNow() - start).TotalSeconds));
        using var periodic = _clock.CreateTimer(Record, "periodic", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        using var single = _clock.CreateTimer(Record, "single", TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([("periodic", 1), ("single", 2), ("periodic", 3), ("periodic", 5)], fired);
        Assert.Equal(TimeSpan.FromSeconds(6), _clock.GetUtcNow() - start);
    }

    [Fact]
    public void Dispose_BeforeDueTime_DoesNotFire()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Dispose();

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(0, fired);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void SetUtcNow_IntoThePast_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.SetUtcNow(_clock.GetUtcNow().AddTicks(-1)));

    [Fact]
    public void GetElapsedTime_AfterAdvance_IsTheAdvance()
    {
        var started = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromMilliseconds(1234));
        Assert.Equal(TimeSpan.FromMilliseconds(1234), _clock.GetElapsedTime(started));
    }

    [Fact]
    public void CancelAfter_ClockPasses_Cancels()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(3), _clock);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(source.IsCancellationRequested);
    }
}
