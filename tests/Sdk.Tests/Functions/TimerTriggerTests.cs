using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.Functions;

[Collection(AzuriteCollection.Name)]
public sealed class TimerTriggerTests(AzuriteFixture azurite)
{
    /// <summary>Without a timeout, what waits for the clock is the schedule, and the renewal of the lock where there is storage.</summary>
    private const string NoTimeout = """{ "version": "2.0", "functionTimeout": "-1" }""";

    private readonly ManualTimeProvider _time = new();
    private readonly string _hostId = UniqueName.For("h");

    private Dictionary<string, string?> Shared => new()
    {
        ["AzureWebJobsStorage"] = azurite.ConnectionString,
        ["AzureFunctionsWebHost:hostid"] = _hostId,
    };

    private BlobContainerClient HostBlobs => new(azurite.ConnectionString, "azure-webjobs-hosts");

    private BlobClient Status => HostBlobs.GetBlobClient($"timers/{_hostId}/Host.Functions.Daily/status");

    [Fact]
    public async Task Timer_ScheduleFromASetting_FiresAtEachOccurrence()
    {
        await using var host = await TestHost.StartAsync([typeof(FrequentTimer)], new() { ["FrequentSchedule"] = "*/10 * * * * *" }, NoTimeout, _time);
        host.Recorder.Gate.SetResult();

        await MoveAsync(TimeSpan.FromSeconds(9));
        Assert.Empty(host.Recorder.Seen);
        await MoveAsync(TimeSpan.FromSeconds(1));
        await Eventually.True(() => host.Recorder.Seen.Count == 1);
        await MoveAsync(TimeSpan.FromSeconds(10));
        await Eventually.True(() => host.Recorder.Seen.Count == 2);

        Assert.Equal(["00:00:10", "00:00:20"], host.Recorder.Seen);
    }

    [Fact]
    public async Task Timer_RunOutlastsItsInterval_NeverOverlapsAndSkipsWhatItMissed()
    {
        await using var host = await TestHost.StartAsync(
            [typeof(FrequentTimer)], new() { ["FrequentSchedule"] = "00:00:10" }, NoTimeout, _time);
        await MoveAsync(TimeSpan.FromSeconds(10));
        await Eventually.True(() => host.Recorder.Seen.Count == 1);

        _time.Advance(TimeSpan.FromSeconds(35));
        Assert.Single(host.Recorder.Seen);
        host.Recorder.Gate.SetResult();
        await MoveAsync(TimeSpan.FromSeconds(10));
        await Eventually.True(() => host.Recorder.Seen.Count == 2);

        Assert.Equal(["00:00:10", "00:00:55"], host.Recorder.Seen);
    }

    [Fact]
    public async Task Timer_FiresOftenerThanEachMinute_IsNotMonitored()
    {
        var settings = Shared;
        settings["FrequentSchedule"] = "*/10 * * * * *";
        await using var host = await TestHost.StartAsync([typeof(FrequentTimer)], settings, NoTimeout, _time);
        host.Recorder.Gate.SetResult();
        await MoveAsync(TimeSpan.FromSeconds(10), timers: 2);
        await Eventually.True(() => host.Recorder.Seen.Count == 1);

        Assert.Equal(["00:00:10"], host.Recorder.Seen);
        Assert.False(await HostBlobs.GetBlobClient($"timers/{_hostId}/Host.Functions.Frequent/status").ExistsAsync());
    }

    [Fact]
    public async Task Timer_RunOnStartup_RunsAtOnce()
    {
        await using var host = await TestHost.StartAsync([typeof(StartupTimer)], null, NoTimeout, _time);

        await Eventually.True(() => host.Recorder.Seen.Count == 1);
    }

    [Fact]
    public async Task Timer_Fails_ItsScheduleGoesOn()
    {
        await using var host = await TestHost.StartAsync([typeof(RetriedTimer)], null, NoTimeout, _time);
        for (var (i, pauses) = (0, new[] { TimeSpan.FromHours(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), new TimeSpan(23, 59, 35) }); i < 4; i++)
        {
            await MoveAsync(pauses[i]);
            var runs = i + 1;
            await Eventually.True(() => host.Recorder.Seen.Count == runs);
        }

        Assert.Equal(["0 of 2", "1 of 2", "2 of 2", "0 of 2"], host.Recorder.Seen);
    }

    [Fact]
    public async Task Timer_ByHand_RunsWithoutTheSchedule()
    {
        await using var host = await TestHost.StartAsync(
            [typeof(DailyTimer)], new() { ["AzureWebJobs.Daily.Disabled"] = "true" }, NoTimeout, _time);

        using var response = await host.Client.PostAsync("/admin/functions/Daily", new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        await Eventually.True(() => host.Recorder.Seen.Count == 1);
    }

    [Fact]
    public async Task Timer_MissedWhileNoHostWasUp_RunsOncePastDue()
    {
        await using (var first = await TestHost.StartAsync([typeof(DailyTimer)], Shared, NoTimeout, _time))
        {
            await MoveAsync(TimeSpan.FromHours(2), timers: 2);
            await Eventually.True(() => first.Recorder.Seen.Count == 1);
            Assert.Equal(["05 02:00:00 next 05 02:00"], first.Recorder.Seen);
        }

        _time.Advance(TimeSpan.FromDays(3));
        await using var second = await TestHost.StartAsync([typeof(DailyTimer)], Shared, NoTimeout, _time);
        await Eventually.True(() => second.Recorder.Seen.Count == 1);
        await MoveAsync(TimeSpan.FromDays(1), timers: 2);
        await Eventually.True(() => second.Recorder.Seen.Count == 2);

        Assert.Equal(["08 02:00:00 past due next 06 02:00", "09 02:00:00 next 09 02:00"], second.Recorder.Seen);
    }

    [Fact]
    public async Task Timer_ItsScheduleWasChanged_WhatTheOldOnePromisedIsNotPastDue()
    {
        var settings = Shared;
        settings["Schedule"] = "0 0 2 * * *";
        await using (var first = await TestHost.StartAsync([typeof(ScheduledTimer)], settings, NoTimeout, _time))
        {
            await MoveAsync(TimeSpan.FromHours(2), timers: 2);
            await Eventually.True(() => first.Recorder.Seen.Count == 1);
        }

        _time.Advance(TimeSpan.FromDays(3));
        settings["Schedule"] = "0 0 4 * * *";
        await using var second = await TestHost.StartAsync([typeof(ScheduledTimer)], settings, NoTimeout, _time);
        await Eventually.True(async () => (await Status.DownloadContentAsync()).Value.Content.ToString().Contains("\"Next\":\"2026-01-08T04:00:00Z\"", StringComparison.Ordinal));
        await MoveAsync(TimeSpan.FromHours(2), timers: 2);
        await Eventually.True(() => second.Recorder.Seen.Count == 1);

        Assert.Equal(["08 04:00:00"], second.Recorder.Seen);
    }

    [Fact]
    public async Task Timer_AfterARun_ItsStatusIsInStorage()
    {
        await using var host = await TestHost.StartAsync([typeof(DailyTimer)], Shared, NoTimeout, _time);
        await MoveAsync(TimeSpan.FromHours(2), timers: 2);
        await Eventually.True(async () => (await Status.DownloadContentAsync()).Value.Content.ToString()
            .Contains("\"Last\":\"2026-01-05T02:00:00Z\",\"Next\":\"2026-01-06T02:00:00Z\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TwoHosts_OneTimer_OneRunsItAndTheOtherTakesOverWhenThatStops()
    {
        await using var first = await TestHost.StartAsync([typeof(DailyTimer)], Shared, NoTimeout, _time);
        await Eventually.True(() => first.Output.Contains("'Functions.Daily' runs on this host", StringComparison.Ordinal));
        await using var second = await TestHost.StartAsync([typeof(DailyTimer)], Shared, NoTimeout, _time);
        await MoveAsync(TimeSpan.FromHours(2), timers: 3);
        await Eventually.True(() => first.Recorder.Seen.Count == 1);
        Assert.Empty(second.Recorder.Seen);

        await first.StopAsync();
        await Eventually.True(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return second.Output.Contains("'Functions.Daily' runs on this host", StringComparison.Ordinal);
            });
        await MoveAsync(TimeSpan.FromHours(24), timers: 2);
        await Eventually.True(() => second.Recorder.Seen.Count == 1);
        Assert.Single(first.Recorder.Seen);
    }

    [Fact]
    public async Task Timer_ItsLockIsBroken_AsksForItAgain()
    {
        await using var host = await TestHost.StartAsync([typeof(DailyTimer)], Shared, NoTimeout, _time);
        await Eventually.True(() => host.Output.Contains("runs on this host", StringComparison.Ordinal));
        await HostBlobs.GetBlobClient($"locks/{_hostId}/Host.Functions.Daily.Listener").GetBlobLeaseClient().BreakAsync(TimeSpan.Zero);

        await Eventually.True(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(10));
                return host.Output.Split("runs on this host").Length == 3;
            });
        Assert.Contains("was lost", host.Output, StringComparison.Ordinal);
    }

    /// <summary>Moves the clock once everything that waits for it does.</summary>
    private async Task MoveAsync(TimeSpan by, int timers = 1)
    {
        await Eventually.True(() => _time.ActiveTimers >= timers, because: "the host must wait for the clock");
        _time.Advance(by);
    }
}
