using Microsoft.Extensions.Logging;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs.Status;
using static ServerlessMonitor.Tests.Notify.NotifyHarness;

namespace ServerlessMonitor.Tests.Runs;

public sealed class DeliveryRunTests
{
    private const string OneChannel = "receivers: {ml-oncall: [{fake: {}}]}";

    [Fact]
    public async Task Deliver_ChannelDownForHours_TellsOnceWhatIsTrueWhenItIsBack()
    {
        var world = new DeliveryHarness(OneChannel);
        world.Down.Add(("ml-oncall", 0));
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromHours(3));
        int tries = world.Stage.Channel.Sent.Count;

        // Meanwhile one alert ends, and two begin.
        await world.RaiseAsync(Timeline("distance", "bo"));
        await world.RaiseAsync(Timeline("carrier", "b"));
        await world.RaiseAsync(Timeline("origin", "b"));
        await world.PassAsync(TimeSpan.FromHours(3));
        world.Down.Clear();
        int failed = world.Stage.Channel.Sent.Count;
        await world.PassAsync(TimeSpan.FromHours(2));

        AlertMessage told = Assert.Single(world.Stage.Channel.Sent.Skip(failed));
        Assert.Equal((2, 0), (told.FiringCount, told.ResolvedCount));
        Assert.InRange(tries, 7, 12);
        Assert.Equal(NotificationStates.Delivered, Assert.Single(await world.Notifications.ListAsync(state: null, CancellationToken.None)).State);
    }

    [Fact]
    public async Task Deliver_ChannelDown_AnotherHearsOfItOnceAndOfItsRecovery()
    {
        var world = new DeliveryHarness();
        world.Down.Add(("ml-oncall", 0));
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromHours(3));

        AlertMessage report = Assert.Single(world.SentTo("ml-oncall", 1), DeliveryHarness.IsReport);
        AlertNotice notice = Assert.Single(report.Alerts);
        Assert.Equal((UndeliveredAlert.Name, true, Severity.Critical), (notice.AlertName, notice.IsFiring, notice.Severity));
        Assert.Contains("ml-oncall[0] has not taken '[CRITICAL] flight-delay/7: FeatureDrift (distance)' since", notice.Summary, StringComparison.Ordinal);
        Assert.Contains("The service answered 503.", notice.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(world.SentTo("ml-oncall", 0), DeliveryHarness.IsReport);

        world.Down.Clear();
        await world.PassAsync(TimeSpan.FromHours(2));

        Assert.Equal([true, false], world.SentTo("ml-oncall", 1).Where(DeliveryHarness.IsReport).Select(message => message.IsFiring));
        Assert.Equal(AlertPhase.Resolved, (await world.ReportAsync())!.Phase);
    }

    [Fact]
    public async Task Deliver_ParkedAfterADay_IsReportedOnceHoweverOftenItIsTriedAgain()
    {
        // Repeats of the report would be told by the route; here none is due.
        var world = new DeliveryHarness(alerting: Alerting.Replace("repeat_interval: 4h", "repeat_interval: 10d", StringComparison.Ordinal));
        world.Down.Add(("ml-oncall", 0));
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromHours(27));

        NotificationStatus parked = Assert.Single(await world.Notifications.ListAsync(NotificationStates.Parked, CancellationToken.None));
        Assert.Equal(32, parked.Attempts);
        Assert.Null(parked.NextTry);
        Assert.NotNull(parked.FailingSince);

        // A new alert is tried again, and parked again.
        await world.RaiseAsync(Timeline("carrier", "b"));
        await world.PassAsync(TimeSpan.FromHours(27));

        Assert.Single(world.SentTo("ml-oncall", 1), DeliveryHarness.IsReport);
        Assert.Equal(1, (await world.Notifications.HealthAsync(held: 0, CancellationToken.None)).Parked);
    }

    [Fact]
    public async Task Deliver_FinalFailure_IsReportedAtOnce()
    {
        var world = new DeliveryHarness();
        world.Stage.Channel.Answer = message => Task.FromResult(message.Group.Channel == 0 ? new NotifyFailure(Retryable: false, "404") : null);
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Single(world.SentTo("ml-oncall", 1), DeliveryHarness.IsReport);
    }

    [Fact]
    public async Task Deliver_ManyGroupsOnADeadChannel_AreOneReport()
    {
        var world = new DeliveryHarness();
        world.Stage.Channel.Answer = message => Task.FromResult(message.Group.Channel == 0 ? new NotifyFailure(Retryable: false, "404") : null);
        for (int version = 0; version < 10; version++)
        {
            await world.RaiseAsync(Timeline("distance", "b", version: $"{version}"));
        }

        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(10, Assert.Single(world.SentTo("ml-oncall", 1), DeliveryHarness.IsReport).FiringCount);
    }

    [Theory]
    [InlineData("fallback: digest\nreceivers: {ml-oncall: [{fake: {}}], digest: [{fake: {}}]}")]
    [InlineData("fallback: ml-oncall\nreceivers: {ml-oncall: [{fake: {}}], digest: [{fake: {}}]}", "digest", "ml-oncall")]
    [InlineData("receivers: {ml-oncall: [{fake: {}}], digest: [{fake: {}}]}", "digest", "ml-oncall")]
    public async Task Deliver_NoOtherChannelOfTheReceiver_TheFallbackHearsOfIt(string receivers, string dead = "ml-oncall", string reporter = "digest")
    {
        var world = new DeliveryHarness(receivers);
        world.Down.Add((dead, 0));
        await world.RaiseAsync(Timeline("distance", "b", severity: dead == "digest" ? Severity.Info : Severity.Critical));
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Single(world.SentTo(reporter, 0), DeliveryHarness.IsReport);
        Assert.DoesNotContain(world.SentTo(dead, 0), DeliveryHarness.IsReport);
    }

    [Fact]
    public async Task Deliver_NobodyElse_IsLoggedAndVisibleAndNeverALoop()
    {
        var world = new DeliveryHarness(OneChannel);
        world.Down.Add(("ml-oncall", 0));
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Single(world.Stage.Logger.Entries, entry => entry.Level == LogLevel.Error && entry.Text.Contains("there is no other channel", StringComparison.Ordinal));
        Assert.Equal(AlertPhase.Firing, (await world.ReportAsync())!.Phase);
        Assert.DoesNotContain(world.Stage.Channel.Sent, DeliveryHarness.IsReport);
    }

    [Fact]
    public async Task Deliver_EveryChannelDown_TheReportsAreNotReported()
    {
        var world = new DeliveryHarness();
        world.Down.UnionWith([("ml-oncall", 0), ("ml-oncall", 1)]);
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromHours(50));

        List<AlertTimeline> reports = [];
        await foreach (Versioned<AlertTimeline> alert in world.Stage.Alerts.ListAsync(model: null, CancellationToken.None))
        {
            reports.AddRange(alert.Value.Identity.AlertName == UndeliveredAlert.Name ? [alert.Value] : []);
        }

        Assert.Equal(2, reports.Count);
        Assert.Equal(4, (await world.Notifications.ListAsync(NotificationStates.Parked, CancellationToken.None)).Count);
        Assert.Contains(world.Stage.Logger.Entries, entry => entry.Level == LogLevel.Error && entry.Text.Contains("did not take the report", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_CrashBeforeTheReport_TheHourlyTimerReports()
    {
        var world = new DeliveryHarness();
        world.Down.Add(("ml-oncall", 0));
        await world.RaiseAsync(Timeline("distance", "b"));
        Assert.True(world.Queue.Notify.TryDequeue(out NotifyRequest? request));
        world.Stage.Settings.ReportAfterAttempts = 1;
        await world.Stage.DeliverAsync(request);
        Assert.Null(await world.ReportAsync());

        await world.Hourly.RunAsync(CancellationToken.None);

        Assert.Equal(AlertPhase.Firing, (await world.ReportAsync())!.Phase);
    }

    [Fact]
    public async Task Deliver_ResolvedWhileParked_IsSettledAndNothingStaleIsSent()
    {
        var world = new DeliveryHarness();
        world.Stage.Channel.Answer = message => Task.FromResult(message.Group.Channel == 0 ? new NotifyFailure(Retryable: false, "404") : null);
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        int before = world.SentTo("ml-oncall", 0).Count;
        await world.RaiseAsync(Timeline("distance", "bo"));
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(before, world.SentTo("ml-oncall", 0).Count);
        Assert.Equal(AlertPhase.Resolved, (await world.ReportAsync())!.Phase);
        Assert.Empty(await world.Notifications.ListAsync(NotificationStates.Parked, CancellationToken.None));
        Assert.Equal(("ml-oncall", 0), Assert.Single(await world.Notifications.ListAsync(NotificationStates.Over, CancellationToken.None)) is var over ? (over.Receiver, over.Channel) : default);
    }

    [Fact]
    public async Task Resend_Parked_SendsThePresentState()
    {
        var world = new DeliveryHarness(OneChannel);
        world.Stage.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: false, "404"));
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        await world.Stage.PutAsync(Timeline("carrier", "b"));
        world.Stage.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);

        NotificationStatus asked = Assert.Single(await world.Notifications.ResendParkedAsync(CancellationToken.None));
        await world.PassAsync(TimeSpan.Zero);

        Assert.Equal(2, world.Stage.Channel.Sent[^1].FiringCount);
        Assert.Equal(NotificationStates.Delivered, Assert.Single(await world.Notifications.ListAsync(state: null, CancellationToken.None)).State);
        Assert.Empty(await world.Notifications.ResendParkedAsync(CancellationToken.None));
        Assert.Equal(16, asked.Id.Length);
    }

    [Fact]
    public async Task Resend_Delivered_IsSentOnceMoreAndRedeliveredNoMore()
    {
        var world = new DeliveryHarness(OneChannel);
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        string id = Assert.Single(await world.Notifications.ListAsync(state: null, CancellationToken.None)).Id;

        Assert.NotNull(await world.Notifications.ResendAsync(id, CancellationToken.None));
        Assert.True(world.Queue.Notify.TryDequeue(out NotifyRequest? request));
        await world.Run.HandleAsync(request, CancellationToken.None);
        await world.Run.HandleAsync(request, CancellationToken.None);

        Assert.Equal(2, world.Stage.Channel.Sent.Count);
        Assert.Null(await world.Notifications.ResendAsync("0123456789abcdef", CancellationToken.None));
    }

    [Fact]
    public async Task Resend_WhileRetrying_TriesAtOnceAndTheOldTryIsSuperseded()
    {
        var world = new DeliveryHarness(OneChannel);
        world.Down.Add(("ml-oncall", 0));
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromMinutes(5));
        NotificationStatus retrying = Assert.Single(await world.Notifications.ListAsync(NotificationStates.Retrying, CancellationToken.None));
        int tries = world.Stage.Channel.Sent.Count;
        world.Down.Clear();

        await world.Notifications.ResendAsync(retrying.Id, CancellationToken.None);
        await world.PassAsync(TimeSpan.FromMinutes(50));

        Assert.Equal(tries + 1, world.Stage.Channel.Sent.Count);
    }

    [Fact]
    public async Task Deliver_BrokenFiles_HoldTheMessageUntilTheyAreMended()
    {
        var world = new DeliveryHarness(OneChannel);
        AlertingTexts good = world.Stage.Texts;
        await world.RaiseAsync(Timeline("distance", "b"));
        world.Stage.Texts = good with { Receivers = "receivers:\n  ml-oncal: [{fake: {}}]" };
        await world.PassAsync(TimeSpan.FromHours(2));

        DeliveryHealth broken = await world.Notifications.HealthAsync(held: 3, CancellationToken.None);
        Assert.StartsWith("receivers.yaml:2:13: receivers.ml-oncal: ", Assert.Single(broken.Problems), StringComparison.Ordinal);
        Assert.Empty(world.Stage.Channel.Sent);
        Assert.Single(world.Queue.Notify);

        world.Stage.Texts = good;
        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Single(world.Stage.Channel.Sent);
        Assert.Empty((await world.Notifications.HealthAsync(held: 0, CancellationToken.None)).Problems);
    }

    [Fact]
    public async Task List_ChannelGone_SaysSo()
    {
        var world = new DeliveryHarness(OneChannel);
        await world.RaiseAsync(Timeline("distance", "b"));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Stage.Texts = world.Stage.Texts with { Receivers = "receivers: {}" };

        Assert.Equal(NotificationStates.Removed, Assert.Single(await world.Notifications.ListAsync(state: null, CancellationToken.None)).State);
    }
}
