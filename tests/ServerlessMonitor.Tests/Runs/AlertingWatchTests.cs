using Microsoft.Extensions.Logging.Abstractions;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit.InMemory;
using ServerlessMonitor.Tests.Notify;

namespace ServerlessMonitor.Tests.Runs;

public sealed class AlertingWatchTests
{
    private readonly NotifyHarness _stage = new() { Texts = new AlertingTexts(null, null) };
    private readonly InMemoryWorkQueue _queue = new();

    [Theory]
    [InlineData(null)]
    [InlineData("route: {receiver: nobody}")]
    public async Task FilesThatCome_OrAreMended_HaveTheFiringAlertToldAtOnce(string? before)
    {
        _stage.Texts = new AlertingTexts(before, null);
        AlertingWatch watch = Watch();
        await _stage.PutAsync(NotifyHarness.Timeline("amount", "b"));
        await watch.LookAsync(CancellationToken.None);
        Assert.Empty(_queue.Notify);

        _stage.Texts = new AlertingTexts(NotifyHarness.Alerting, NotifyHarness.Receivers);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(2, _queue.Notify.Count);
        Assert.All(_queue.Notify, request => Assert.True(request.Due <= _stage.Now));

        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(2, _queue.Notify.Count);
    }

    [Fact]
    public async Task ProcessThatStarts_LooksOnce()
    {
        _stage.Texts = new AlertingTexts(NotifyHarness.Alerting, NotifyHarness.Receivers);
        await _stage.PutAsync(NotifyHarness.Timeline("amount", "b"));
        await Watch().LookAsync(CancellationToken.None);
        Assert.Equal(2, _queue.Notify.Count);
    }

    private AlertingWatch Watch() => new(_stage, _stage.Plan, _queue, NullLogger<AlertingWatch>.Instance);
}
