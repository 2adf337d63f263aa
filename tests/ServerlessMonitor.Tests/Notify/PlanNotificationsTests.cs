using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;
using static ServerlessMonitor.Tests.Notify.NotifyHarness;

namespace ServerlessMonitor.Tests.Notify;

public sealed class PlanNotificationsTests
{
    private readonly NotifyHarness _harness = new();

    [Fact]
    public async Task Plan_TwoAlertsOfAGroup_AskOncePerChannelAfterTheWait()
    {
        IReadOnlyList<NotifyRequest> requests = await _harness.Plan.PlanAsync([Timeline("distance", "b"), Timeline("carrier", "b")], CancellationToken.None);

        Assert.Equal([0, 1], requests.Select(request => request.Group.Channel));
        Assert.All(requests, request =>
        {
            Assert.Equal("ml-oncall", request.Group.Receiver);
            Assert.Equal("{model=\"flight-delay\", version=\"7\"}", request.Group.Key);
            Assert.Equal("7", request.Group.Labels["version"]);
            Assert.Equal(_harness.Now.AddSeconds(30), request.Due);
            Assert.Equal(0, request.Attempt);
        });
    }

    [Fact]
    public async Task Plan_VersionsOfAModel_AreGroupsOfTheirOwn()
    {
        IReadOnlyList<NotifyRequest> requests = await _harness.Plan.PlanAsync([Timeline("distance", "b"), Timeline("distance", "b", version: "8")], CancellationToken.None);

        Assert.Equal(4, requests.Count);
    }

    [Fact]
    public async Task Plan_ReceiverWithoutChannels_AsksForNothing()
    {
        Assert.Empty(await _harness.Plan.PlanAsync([Timeline("distance", "b", severity: Severity.Info)], CancellationToken.None));
    }

    [Fact]
    public async Task Plan_WithoutFiles_AsksForNothing()
    {
        _harness.Texts = new AlertingTexts(Alerting: null, Receivers: null);

        Assert.Empty(await _harness.Plan.PlanAsync([Timeline("distance", "b")], CancellationToken.None));
        Assert.Empty(await _harness.Plan.PlanRepeatsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Plan_BrokenFile_Throws()
    {
        _harness.Texts = _harness.Texts with { Alerting = "route: {receiver: nobody}\nreceivers: []" };

        await Assert.ThrowsAsync<AlertingConfigException>(() => _harness.Plan.PlanAsync([Timeline("distance", "b")], CancellationToken.None));
    }

    [Fact]
    public async Task Plan_ResolvedAfterTheRoutesChanged_AsksForTheGroupThatWasTold()
    {
        await _harness.TellAsync(Timeline("distance", "b"));
        NotificationGroup told = _harness.Channel.Sent[0].Group;
        _harness.Texts = _harness.Texts with { Alerting = Alerting.Replace("group_wait: 30s", "group_by: [model]", StringComparison.Ordinal) };
        _harness.Time.Advance(TimeSpan.FromHours(1));

        IReadOnlyList<NotifyRequest> requests = await _harness.RaiseAsync(Timeline("distance", "bo"));
        NotifyRequest former = Assert.Single(requests, request => request.Group.Key == told.Key);
        Delivery delivery = await _harness.DeliverAsync(former);

        Assert.Equal((DeliveryStatus.Sent, NotifyReason.AllResolved), (delivery.Status, delivery.Reason));
    }

    [Fact]
    public async Task PlanRepeats_EverythingTold_AsksForNothing()
    {
        foreach (NotifyRequest request in await _harness.RaiseAsync(Timeline("distance", "b")))
        {
            await _harness.DeliverAsync(request);
        }

        Assert.Empty(await _harness.Plan.PlanRepeatsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task PlanRepeats_RepeatIntervalPassed_AsksForEachChannel()
    {
        foreach (NotifyRequest request in await _harness.RaiseAsync(Timeline("distance", "b")))
        {
            await _harness.DeliverAsync(request);
        }

        _harness.Time.Advance(TimeSpan.FromHours(4));
        IReadOnlyList<NotifyRequest> requests = await _harness.Plan.PlanRepeatsAsync(CancellationToken.None);

        Assert.Equal([0, 1], requests.Select(request => request.Group.Channel).Order());
        Assert.Equal(NotifyReason.RepeatInterval, (await _harness.DeliverAsync(requests[0])).Reason);
    }

    [Fact]
    public async Task PlanRepeats_MessageLost_AsksAgain()
    {
        await _harness.RaiseAsync(Timeline("distance", "b"));

        IReadOnlyList<NotifyRequest> requests = await _harness.Plan.PlanRepeatsAsync(CancellationToken.None);

        Assert.Equal(2, requests.Count);
        Assert.Equal(NotifyReason.First, (await _harness.DeliverAsync(requests[0])).Reason);
    }

    [Fact]
    public async Task PlanRepeats_ResolvedButNotTold_AsksAgain()
    {
        await _harness.TellAsync(Timeline("distance", "b"));
        await _harness.PutAsync(Timeline("distance", "bo"));
        _harness.Time.Advance(TimeSpan.FromHours(1));

        NotifyRequest request = Assert.Single(await _harness.Plan.PlanRepeatsAsync(CancellationToken.None));

        Assert.Equal(NotifyReason.AllResolved, (await _harness.DeliverAsync(request)).Reason);
    }

    [Fact]
    public async Task PlanRepeats_TryUnderWay_IsNotDoubledUnlessItGotLost()
    {
        await OnlyOneChannelAsync(retryable: true);

        _harness.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(await _harness.Plan.PlanRepeatsAsync(CancellationToken.None));

        _harness.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, Assert.Single(await _harness.Plan.PlanRepeatsAsync(CancellationToken.None)).Attempt);
    }

    [Fact]
    public async Task PlanRepeats_ParkedChannel_GetsOneTryEachRepeatInterval()
    {
        await OnlyOneChannelAsync(retryable: false);

        _harness.Time.Advance(TimeSpan.FromHours(3));
        Assert.Empty(await _harness.Plan.PlanRepeatsAsync(CancellationToken.None));

        _harness.Time.Advance(TimeSpan.FromHours(1));
        NotifyRequest request = Assert.Single(await _harness.Plan.PlanRepeatsAsync(CancellationToken.None));
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "503"));
        Assert.Equal(DeliveryStatus.Parked, (await _harness.DeliverAsync(request)).Status);
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);
        Assert.Equal(DeliveryStatus.Sent, (await _harness.DeliverAsync(request)).Status);
    }

    private async Task OnlyOneChannelAsync(bool retryable)
    {
        _harness.Texts = _harness.Texts with { Receivers = "receivers: {ml-oncall: [{fake: {}}]}" };
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(retryable, "no"));
        await _harness.TellAsync(Timeline("distance", "b"));
    }
}
