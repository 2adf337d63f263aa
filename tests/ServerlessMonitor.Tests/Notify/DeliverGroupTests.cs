using Microsoft.Extensions.Logging;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;
using static ServerlessMonitor.Tests.Notify.NotifyHarness;

namespace ServerlessMonitor.Tests.Notify;

public sealed class DeliverGroupTests
{
    private readonly NotifyHarness _harness = new();

    [Fact]
    public async Task Deliver_BeforeItIsDue_ComesBackAsItIs()
    {
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];

        Delivery delivery = await _harness.Deliver.DeliverAsync(request, CancellationToken.None);

        Assert.Equal(DeliveryStatus.Later, delivery.Status);
        Assert.Equal(request, delivery.Next);
        Assert.Empty(_harness.Channel.Sent);
    }

    [Fact]
    public async Task Deliver_FirstAlert_TellsAndRecords()
    {
        AlertTimeline alert = Timeline("distance", "b");

        Delivery delivery = await _harness.TellAsync(alert);

        Assert.Equal((DeliveryStatus.Sent, NotifyReason.First), (delivery.Status, delivery.Reason));
        Assert.Null(delivery.Next);
        AlertMessage message = Assert.Single(_harness.Channel.Sent);
        Assert.Equal("[CRITICAL] flight-delay/7: FeatureDrift (distance)", message.Title);
        NotificationRecord record = (await _harness.RecordAsync(message.Group))!;
        Assert.Equal(alert.State.FiredAt, record.Firing[alert.Identity.Fingerprint]);
        Assert.Equal(_harness.Now, record.SentAt);
        Assert.Empty(record.ClaimedBy);
    }

    [Theory]
    [InlineData("fraud", "all", "[CRITICAL] fraud: FeatureDrift (distance)")]
    [InlineData("_unassigned", "_unassigned", "[CRITICAL] ServerlessMonitor: FeatureDrift (distance)")]
    public async Task Deliver_AlertOfNoSingleVersion_TitleNamesWhatItIsAbout(string model, string version, string expected) =>
        Assert.Equal(expected, (await _harness.TellAsync(Timeline("distance", "b", version, model: model))).Message!.Title);

    [Fact]
    public async Task Deliver_SameRequestTwice_TellsOnce()
    {
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        await _harness.DeliverAsync(request);

        Delivery again = await _harness.DeliverAsync(request);

        Assert.Equal(DeliveryStatus.NothingToTell, again.Status);
        Assert.Single(_harness.Channel.Sent);
    }

    [Fact]
    public async Task Deliver_ResolvedBeforeItWasTold_TellsNobody()
    {
        Delivery delivery = await _harness.TellAsync(Timeline("distance", "bo"));

        Assert.Equal(DeliveryStatus.NothingToTell, delivery.Status);
        Assert.Empty(_harness.Channel.Sent);
    }

    [Fact]
    public async Task Deliver_SecondAlertOfTheGroup_WaitsForTheGroupInterval()
    {
        await _harness.TellAsync(Timeline("distance", "b"));
        DateTimeOffset told = _harness.Now;

        Delivery early = await _harness.TellAsync(Timeline("carrier", "b"));
        Delivery late = await _harness.DeliverAsync(early.Next!);

        Assert.Equal((DeliveryStatus.Later, NotifyReason.NewAlerts), (early.Status, early.Reason));
        Assert.Equal(told + TimeSpan.FromMinutes(5), early.Next!.Due);
        Assert.Equal((DeliveryStatus.Sent, NotifyReason.NewAlerts), (late.Status, late.Reason));
        Assert.Equal(2, _harness.Channel.Sent[1].FiringCount);
    }

    [Fact]
    public async Task Deliver_SomeResolvedThenAll_SaysSo()
    {
        await _harness.PutAsync(Timeline("carrier", "b"));
        await _harness.TellAsync(Timeline("distance", "b"));
        _harness.Time.Advance(TimeSpan.FromMinutes(10));

        Delivery some = await _harness.TellAsync(Timeline("distance", "bo"));
        _harness.Time.Advance(TimeSpan.FromMinutes(10));
        Delivery all = await _harness.TellAsync(Timeline("carrier", "bo"));
        Delivery nothing = await _harness.TellAsync(Timeline("carrier", "boo"));

        Assert.Equal(NotifyReason.NewResolved, some.Reason);
        Assert.Equal((1, 1), (some.Message!.FiringCount, some.Message.ResolvedCount));
        Assert.Equal(NotifyReason.AllResolved, all.Reason);
        Assert.Equal("[RESOLVED] flight-delay/7: FeatureDrift (carrier)", all.Message!.Title);
        Assert.Equal(Start.AddDays(2), all.Message.Alerts[0].EndsAt);
        Assert.Equal(NotifyReason.None, nothing.Reason);
    }

    [Fact]
    public async Task Deliver_NextEpisode_IsTheFirstAgainWithoutWaiting()
    {
        await _harness.TellAsync(Timeline("distance", "b"));
        _harness.Time.Advance(TimeSpan.FromMinutes(10));
        await _harness.TellAsync(Timeline("distance", "bo"));

        Delivery again = await _harness.TellAsync(Timeline("distance", "bob"));

        Assert.Equal((DeliveryStatus.Sent, NotifyReason.First), (again.Status, again.Reason));
    }

    [Fact]
    public async Task Deliver_ResolvedAndFiringAgainMeanwhile_IsANewAlert()
    {
        await _harness.TellAsync(Timeline("distance", "b"));
        _harness.Time.Advance(TimeSpan.FromMinutes(10));

        Delivery again = await _harness.TellAsync(Timeline("distance", "bob"));

        Assert.Equal(NotifyReason.NewAlerts, again.Reason);
    }

    [Fact]
    public async Task Deliver_StartOfTheEpisodeRestated_TellsNobody()
    {
        AlertTimeline alert = Timeline("distance", "obb");
        await _harness.TellAsync(alert);
        _harness.Time.Advance(TimeSpan.FromMinutes(10));

        AlertTimeline later = FoldTimeline.Insert(alert, Outcome("distance", 1, 'o', revision: 2), Start).Timeline;
        AlertTimeline earlier = FoldTimeline.Insert(alert, Outcome("distance", 0, 'b', revision: 2), Start).Timeline;

        Assert.NotEqual(alert.State.FiredAt, later.State.FiredAt);
        Assert.Equal(DeliveryStatus.NothingToTell, (await _harness.TellAsync(later)).Status);
        Assert.NotEqual(alert.State.FiredAt, earlier.State.FiredAt);
        Assert.Equal(DeliveryStatus.NothingToTell, (await _harness.TellAsync(earlier)).Status);
    }

    [Fact]
    public async Task Deliver_RepeatIntervalPassed_TellsAgain()
    {
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        await _harness.DeliverAsync(request);

        _harness.Time.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Delivery early = await _harness.DeliverAsync(request);
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        Delivery due = await _harness.DeliverAsync(request);

        Assert.Equal(DeliveryStatus.NothingToTell, early.Status);
        Assert.Equal((DeliveryStatus.Sent, NotifyReason.RepeatInterval), (due.Status, due.Reason));
        Assert.EndsWith("(still firing)", due.Message!.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_TwoWorkersAtOnce_OneTells()
    {
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        var inside = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _harness.Channel.Answer = async _ =>
        {
            inside.SetResult();
            await release.Task;
            return null;
        };
        Task<Delivery> first = _harness.DeliverAsync(request);
        await inside.Task;

        Delivery second = await _harness.DeliverAsync(request);
        release.SetResult();

        Assert.Equal(DeliveryStatus.Later, second.Status);
        Assert.Equal(_harness.Now + _harness.Settings.ClaimDuration, second.Next!.Due);
        Assert.Equal(DeliveryStatus.Sent, (await first).Status);
        Assert.Equal(DeliveryStatus.NothingToTell, (await _harness.DeliverAsync(second.Next)).Status);
        Assert.Single(_harness.Channel.Sent);
    }

    [Fact]
    public async Task Deliver_ClaimWonBySomebodyElse_LooksAgainSoon()
    {
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        _harness.Log.BeforePut = async record =>
        {
            _harness.Log.BeforePut = null;
            await _harness.Log.TryPutAsync(record with { ClaimedBy = "other" }, expectedTag: null, CancellationToken.None);
        };

        Delivery delivery = await _harness.DeliverAsync(request);

        Assert.Equal(DeliveryStatus.Later, delivery.Status);
        Assert.InRange(delivery.Next!.Due, _harness.Now, _harness.Now.AddMinutes(1));
        Assert.Empty(_harness.Channel.Sent);
    }

    [Fact]
    public async Task Deliver_WorkerDiedHoldingTheClaim_IsToldAfterTheClaim()
    {
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        _harness.Channel.Answer = _ => throw new OperationCanceledException("the host stops");
        await Assert.ThrowsAsync<OperationCanceledException>(() => _harness.DeliverAsync(request));
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);

        Delivery kept = await _harness.DeliverAsync(request);
        Delivery told = await _harness.DeliverAsync(kept.Next!);

        Assert.Equal(DeliveryStatus.Later, kept.Status);
        Assert.Equal(DeliveryStatus.Sent, told.Status);
    }

    [Fact]
    public async Task Deliver_ChannelDown_TriesAgainUntilItIsParked()
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "503 from the service"));
        Delivery delivery = await _harness.TellAsync(Timeline("distance", "b"));
        DateTimeOffset first = _harness.Now;
        List<TimeSpan> waits = [];
        while (delivery.Next is { } next)
        {
            Assert.Equal(DeliveryStatus.Failed, delivery.Status);
            waits.Add(next.Due - _harness.Now);
            delivery = await _harness.DeliverAsync(next);
        }

        Assert.Equal(DeliveryStatus.Parked, delivery.Status);
        Assert.Equal(_harness.Settings.MaxAttempts, _harness.Channel.Sent.Count);
        Assert.Equal(waits.Take(7).Order(), waits.Take(7));
        Assert.All(waits.Skip(7), wait => Assert.InRange(wait, TimeSpan.FromMinutes(45), TimeSpan.FromHours(1)));
        Assert.InRange(_harness.Now - first, TimeSpan.FromHours(18), TimeSpan.FromHours(26));
        NotificationRecord record = (await _harness.RecordAsync(delivery.Message!.Group))!;
        Assert.True(record.Parked);
        Assert.Equal("503 from the service", record.LastError);
        Assert.Contains(_harness.Logger.Entries, entry => entry.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Deliver_FinalFailure_IsParkedAtOnce()
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: false, "404 from the service"));

        Delivery delivery = await _harness.TellAsync(Timeline("distance", "b"));

        Assert.Equal(DeliveryStatus.Parked, delivery.Status);
        Assert.Null(delivery.Next);
    }

    [Fact]
    public async Task Deliver_ChannelThrows_IsAFailedTryThatRepeatsNothing()
    {
        _harness.Channel.Answer = _ => throw new FormatException("the header 'Bearer SECRET' is wrong");

        Delivery delivery = await _harness.TellAsync(Timeline("distance", "b"));

        Assert.Equal(DeliveryStatus.Failed, delivery.Status);
        Assert.Equal("The channel 'fake' failed with FormatException.", delivery.Failure!.Reason);
        Assert.Contains(_harness.Logger.Entries, entry => entry.Level == LogLevel.Error);
        Assert.DoesNotContain(_harness.Logger.Entries, entry => entry.Text.Contains("SECRET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_ServiceAsksForTime_GetsIt()
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "429") { RetryAfter = TimeSpan.FromMinutes(7) });

        Delivery delivery = await _harness.TellAsync(Timeline("distance", "b"));

        Assert.Equal(_harness.Now + TimeSpan.FromMinutes(7), delivery.Next!.Due);
    }

    [Fact]
    public async Task Deliver_AfterAFailure_TellsWhatIsTrueThen()
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "503"));
        Delivery failed = await _harness.TellAsync(Timeline("distance", "b"));
        await _harness.PutAsync(Timeline("carrier", "b"));
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);

        Delivery sent = await _harness.DeliverAsync(failed.Next!);

        Assert.Equal(2, sent.Message!.FiringCount);
        NotificationRecord record = (await _harness.RecordAsync(sent.Message.Group))!;
        Assert.Equal(0, record.Failures);
        Assert.Null(record.LastError);
    }

    [Fact]
    public async Task Deliver_NewAlertsWhileTheChannelIsDown_DoNotMultiplyTheTries()
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "503"));
        var queue = new PriorityQueue<NotifyRequest, DateTimeOffset>();
        for (int column = 0; column < 20; column++)
        {
            NotifyRequest request = (await _harness.RaiseAsync(Timeline($"c{column}", "b")))[0];
            queue.Enqueue(request, request.Due);
        }

        int parked = 0;
        while (queue.TryDequeue(out NotifyRequest? request, out _))
        {
            Delivery delivery = await _harness.DeliverAsync(request);
            parked += delivery.Status == DeliveryStatus.Parked ? 1 : 0;
            if (delivery.Next is { } next)
            {
                queue.Enqueue(next, next.Due);
            }
        }

        Assert.True(parked >= 1);
        Assert.InRange(_harness.Channel.Sent.Count, _harness.Settings.MaxAttempts, _harness.Settings.MaxAttempts + 20);
    }

    [Fact]
    public async Task Deliver_CrashBetweenRecordAndNext_TheRedeliveredRequestGoesOn()
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "503"));
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        Delivery lost = await _harness.DeliverAsync(request);

        Delivery redelivered = await _harness.DeliverAsync(request);

        Assert.Equal(lost.Next!.Attempt, redelivered.Next!.Attempt);
        Assert.Single(_harness.Channel.Sent);
    }

    [Fact]
    public async Task Deliver_NewAlertAfterParking_TriesAgain()
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: false, "404"));
        await _harness.TellAsync(Timeline("distance", "b"));
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);

        Delivery sent = await _harness.TellAsync(Timeline("carrier", "b"));

        Assert.Equal(DeliveryStatus.Sent, sent.Status);
        Assert.Equal(2, sent.Message!.FiringCount);
        Assert.False((await _harness.RecordAsync(sent.Message.Group))!.Parked);
    }

    [Fact]
    public async Task Deliver_Retry_CarriesTheSameIdUntilThereIsOtherNews()
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "the answer was lost"));
        Delivery first = await _harness.TellAsync(Timeline("distance", "b"));
        Delivery second = await _harness.DeliverAsync(first.Next!);
        await _harness.PutAsync(Timeline("carrier", "b"));
        Delivery third = await _harness.DeliverAsync(second.Next!);
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);
        Delivery fourth = await _harness.DeliverAsync(third.Next!);
        _harness.Time.Advance(TimeSpan.FromHours(4));
        await _harness.DeliverAsync(third.Next!);

        string[] ids = [.. _harness.Channel.Sent.Select(message => message.DeliveryId)];
        Assert.Equal(DeliveryStatus.Sent, fourth.Status);
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[1], ids[2]);
        Assert.Equal(ids[2], ids[3]);
        Assert.NotEqual(ids[3], ids[4]);
        Assert.Matches("^[0-9a-f]{32}$", ids[0]);
    }

    [Fact]
    public async Task Deliver_WorkerDiedAfterTheServiceTookIt_TellsWithTheSameId()
    {
        _harness.Channel.Answer = _ => throw new OperationCanceledException("the host stops");
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        await Assert.ThrowsAsync<OperationCanceledException>(() => _harness.DeliverAsync(request));
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);

        await _harness.DeliverAsync((await _harness.DeliverAsync(request)).Next!);

        Assert.Equal(_harness.Channel.Sent[0].DeliveryId, _harness.Channel.Sent[1].DeliveryId);
    }

    [Fact]
    public async Task Deliver_WorkerDiedAfterTheServiceTookItAndItEnded_TellsTheEnd()
    {
        _harness.Channel.Answer = _ => throw new OperationCanceledException("the host stops");
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        await Assert.ThrowsAsync<OperationCanceledException>(() => _harness.DeliverAsync(request));
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);

        NotifyRequest ended = (await _harness.RaiseAsync(Timeline("distance", "bo")))[0];
        Delivery kept = await _harness.DeliverAsync(ended);
        Delivery told = await _harness.DeliverAsync(kept.Next!);
        Delivery again = await _harness.DeliverAsync(request);

        Assert.Equal((DeliveryStatus.Later, DeliveryStatus.Sent, NotifyReason.AllResolved), (kept.Status, told.Status, told.Reason));
        Assert.Equal(DeliveryStatus.NothingToTell, again.Status);
    }

    [Fact]
    public async Task Deliver_WorkersDiedTellingTheBeginningAndTheEnd_TellsTheEnd()
    {
        _harness.Channel.Answer = _ => throw new OperationCanceledException("the host stops");
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        await Assert.ThrowsAsync<OperationCanceledException>(() => _harness.DeliverAsync(request));
        NotifyRequest ended = (await _harness.RaiseAsync(Timeline("distance", "bo")))[0];
        Delivery kept = await _harness.DeliverAsync(ended);
        await Assert.ThrowsAsync<OperationCanceledException>(() => _harness.DeliverAsync(kept.Next!));
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);

        Delivery keptAgain = await _harness.DeliverAsync(kept.Next!);
        Delivery told = await _harness.DeliverAsync(keptAgain.Next!);

        Assert.Equal((DeliveryStatus.Sent, NotifyReason.AllResolved), (told.Status, told.Reason));
        Assert.Equal(DeliveryStatus.NothingToTell, (await _harness.DeliverAsync(request)).Status);
    }

    [Theory]
    [InlineData(true, DeliveryStatus.Sent)]
    [InlineData(false, DeliveryStatus.NothingToTell)]
    public async Task Deliver_EndedAfterAFailedTry_IsToldWhereTheServiceMayHaveTakenTheBeginning(bool maybeTaken, DeliveryStatus expected)
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "no answer") { MaybeTaken = maybeTaken });
        Delivery failed = await _harness.TellAsync(Timeline("distance", "b"));
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);
        await _harness.PutAsync(Timeline("distance", "bo"));

        Delivery ended = await _harness.DeliverAsync(failed.Next!);

        Assert.Equal(expected, ended.Status);
        Assert.Empty((await _harness.RecordAsync(failed.Next!.Group))!.Telling);
    }

    [Fact]
    public async Task Deliver_EndIsRefusedAfterALostAnswer_IsTriedAgain()
    {
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "no answer") { MaybeTaken = true });
        Delivery failed = await _harness.TellAsync(Timeline("distance", "b"));
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, "503"));
        await _harness.PutAsync(Timeline("distance", "bo"));
        Delivery refused = await _harness.DeliverAsync(failed.Next!);
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(null);

        Delivery told = await _harness.DeliverAsync(refused.Next!);

        Assert.Equal((DeliveryStatus.Failed, DeliveryStatus.Sent, NotifyReason.AllResolved), (refused.Status, told.Status, told.Reason));
    }

    [Fact]
    public async Task Deliver_ChannelHangs_TheTryEndsBeforeTheClaimAndNobodyElseSendsMeanwhile()
    {
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[0];
        _harness.Channel.Hang = true;
        Task<Delivery> hanging = _harness.DeliverAsync(request);
        Delivery other = await _harness.Deliver.DeliverAsync(request, CancellationToken.None);

        _harness.Time.Advance(_harness.Settings.ClaimDuration - TimeSpan.FromSeconds(1));
        Delivery failed = await hanging.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        Assert.Equal(DeliveryStatus.Later, other.Status);
        Assert.Equal((DeliveryStatus.Failed, true), (failed.Status, failed.Failure!.Retryable));
        Assert.Single(_harness.Channel.Sent);
    }

    [Fact]
    public async Task Deliver_ChannelRepeatsASecret_IsNotKept()
    {
        const string secret = "https://hooks.example.com/services/T0/B0/very-secret";
        _harness.Secrets["SlackWebhookUrl"] = secret;
        _harness.Texts = _harness.Texts with { Receivers = "receivers: {ml-oncall: [{fake: {secret: '${SlackWebhookUrl}'}}]}" };
        _harness.Channel.Answer = _ => Task.FromResult<NotifyFailure?>(new NotifyFailure(Retryable: true, $"POST {secret} failed at /services/T0/B0/very-secret"));

        Delivery delivery = await _harness.TellAsync(Timeline("distance", "b"));

        NotificationRecord record = (await _harness.RecordAsync(delivery.Message!.Group))!;
        Assert.Equal("POST <redacted> failed at <redacted>", record.LastError);
        Assert.DoesNotContain(_harness.Logger.Entries, entry => entry.Text.Contains("very-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_ChannelGoneFromTheFiles_SaysSo()
    {
        NotifyRequest request = (await _harness.RaiseAsync(Timeline("distance", "b")))[1];
        _harness.Texts = _harness.Texts with { Receivers = "receivers: {ml-oncall: [{fake: {}}]}" };

        Assert.Equal(DeliveryStatus.NoChannel, (await _harness.DeliverAsync(request)).Status);
    }

    [Fact]
    public async Task Deliver_SettingMissing_IsParkedNamingTheSetting()
    {
        _harness.Texts = _harness.Texts with { Receivers = "receivers: {ml-oncall: [{fake: {secret: '${SlackWebhookUrl}'}}]}" };

        Delivery delivery = await _harness.TellAsync(Timeline("distance", "b"));

        Assert.Equal(DeliveryStatus.Parked, delivery.Status);
        Assert.Contains("'SlackWebhookUrl'", delivery.Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_AlertMovedToAnotherGroup_IsNotCalledResolved()
    {
        AlertTimeline alert = Timeline("distance", "b");
        await _harness.TellAsync(alert);
        NotificationGroup group = _harness.Channel.Sent[0].Group;
        _harness.Time.Advance(TimeSpan.FromHours(1));

        // Now an alert for the digest: it fires on, but not here.
        await _harness.PutAsync(FoldTimeline.Insert(alert, Outcome("distance", 1, 'b', Severity.Info), Start).Timeline);
        Delivery delivery = await _harness.DeliverAsync(new NotifyRequest(group, 0, _harness.Now));

        Assert.Equal(DeliveryStatus.NothingToTell, delivery.Status);
    }
}
