using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify;

/// <summary>
/// Looks at a group and tells its channel what it does not know: route, compare with the record, claim, send, record. The record is written after
/// success, so a message is sent at least once; the claim keeps two workers from sending it at the same time, and outlives every try.
/// </summary>
public sealed class DeliverGroup(
    ReadAlerting alerting,
    IAlertStore alerts,
    INotificationLog log,
    ISecretSource secrets,
    IOptions<NotifyOptions> options,
    TimeProvider time,
    ILogger<DeliverGroup> logger)
{
    private static readonly TimeSpan AfterLostRace = TimeSpan.FromSeconds(5);

    /// <summary>Takes one request. Safe to repeat. Enqueue <see cref="Delivery.Next"/> when there is one.</summary>
    /// <exception cref="AlertingConfigException">An alerting file has problems.</exception>
    public async Task<Delivery> DeliverAsync(NotifyRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (request.Due > now)
        {
            return new Delivery(DeliveryStatus.Later, NotifyReason.None) { Next = request };
        }

        AlertingSetup? setup = await alerting.ReadAsync(cancellationToken);
        if (setup?.Find(request.Group) is not { } channel)
        {
            logger.NoChannel(request.Group.Receiver, request.Group.Channel, request.Group.Key);
            return new Delivery(DeliveryStatus.NoChannel, NotifyReason.None);
        }

        Versioned<NotificationRecord>? stored = await log.GetAsync(request.Group, cancellationToken);
        NotificationRecord record = stored?.Value ?? new NotificationRecord(request.Group);
        if (!record.Parked && request.Attempt < record.Failures)
        {
            if (request.AskedAt is null)
            {
                return Superseded(request, record, now);
            }

            // A person does not wait for the next try: this one takes its place.
            request = request with { Attempt = record.Failures };
        }

        GroupView view = await ViewAsync(request.Group, setup, record, now, cancellationToken);
        if (request.AskedAt is { } askedAt && !(record.SentAt >= askedAt))
        {
            view = view.AsAsked();
        }

        if (view.Reason == NotifyReason.None)
        {
            return await SettleAsync(record, stored?.Tag, now, cancellationToken);
        }

        if (view.NotBefore > now)
        {
            return new Delivery(DeliveryStatus.Later, view.Reason) { Next = request with { Due = view.NotBefore } };
        }

        if (IsClaimed(record, now))
        {
            return new Delivery(DeliveryStatus.Later, view.Reason) { Next = request with { Due = record.ClaimedUntil } };
        }

        NotificationRecord claimed = record.Claimed($"{Guid.NewGuid():N}", now + options.Value.ClaimDuration, view.Told);
        if (await log.TryPutAsync(claimed, stored?.Tag, cancellationToken) is not { } tag)
        {
            return new Delivery(DeliveryStatus.Later, view.Reason) { Next = request with { Due = now + AfterLostRace } };
        }

        AlertMessage message = ComposeMessage.Of(
            request.Group, view.Reason, view.Firing, view.Resolved, options.Value.PublicBaseUrl, options.Value.MaxAlertsPerMessage) with
        {
            DeliveryId = DeliveryId.Of(record, view),
        };
        NotifyFailure? failure = await SendAsync(channel, message, cancellationToken);
        return failure is null
            ? await RecordSuccessAsync(claimed, tag, view, message, cancellationToken)
            : await RecordFailureAsync(request, failure.MaybeTaken ? claimed : claimed with { Telling = record.Telling }, tag, message, failure, setup, cancellationToken);
    }

    private async Task<GroupView> ViewAsync(
        NotificationGroup group, AlertingSetup setup, NotificationRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Dictionary<string, AlertTimeline> all = await GroupLoader.LoadAsync(alerts, group.Labels.GetValueOrDefault("model"), cancellationToken);
        List<AlertTimeline> members = [];
        Route? route = null;
        foreach (AlertTimeline alert in all.Values)
        {
            foreach ((NotificationGroup candidate, Route taken) in AlertRouting.GroupsOf(alert, setup))
            {
                if (AlertRouting.IsSame(candidate, group))
                {
                    members.Add(alert);
                    route ??= taken;
                    break;
                }
            }
        }

        return GroupView.Of(members, all, record, route ?? setup.Alerting.Root, now);
    }

    private static bool IsClaimed(NotificationRecord record, DateTimeOffset now) => record.ClaimedBy.Length > 0 && record.ClaimedUntil > now;

    /// <summary>
    /// A later try than this one is under way, and will tell all there is by then. Only the request just before it may be the one whose next was lost by a
    /// crash: it is asked for again, and costs no message should it be there twice.
    /// </summary>
    private Delivery Superseded(NotifyRequest request, NotificationRecord record, DateTimeOffset now) =>
        new(DeliveryStatus.NothingToTell, NotifyReason.None)
        {
            Next = request.Attempt == record.Failures - 1 ? Retry(request, now, retryAfter: null) : null,
        };

    private NotifyRequest Retry(NotifyRequest request, DateTimeOffset now, TimeSpan? retryAfter) =>
        request with { Attempt = request.Attempt + 1, Due = now + RetryDelay.After(request, retryAfter, options.Value) };

    /// <summary>What could not be told is over before it was: nothing stale is sent, and the failed tries are forgotten.</summary>
    private async Task<Delivery> SettleAsync(NotificationRecord record, string? tag, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var nothing = new Delivery(DeliveryStatus.NothingToTell, NotifyReason.None);
        if (record.Failures == 0 || IsClaimed(record, now))
        {
            return nothing;
        }

        // Lost against somebody else, their word stands.
        return await log.TryPutAsync(record.Settled(), tag, cancellationToken) is null
            ? nothing
            : nothing with { Recovered = UndeliveredAlert.IdentityOf(record.Group) };
    }

    private async Task<NotifyFailure?> SendAsync(ChannelOptions channelOptions, AlertMessage message, CancellationToken cancellationToken)
    {
        var known = new SecretRedaction(secrets);

        // Channels bound their requests themselves; should one not, the try still ends before the claim does.
        NotifyOptions limits = options.Value;
        using var limit = new CancellationTokenSource(limits.RequestTimeout + ((limits.ClaimDuration - limits.RequestTimeout) / 2), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            IChannel channel = alerting.KindOf(channelOptions).Create(channelOptions, known);
            NotifyFailure? failure = await channel.SendAsync(message, either.Token);
            return failure is null ? null : failure with { Reason = known.Redact(failure.Reason) };
        }
        catch (MissingSettingException exception)
        {
            return new NotifyFailure(Retryable: false, exception.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new NotifyFailure(Retryable: true, $"The channel '{channelOptions.Kind}' did not end its try in time.") { MaybeTaken = true };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A fault of the channel itself. Thrown on, it would come back for ever, each time after the claim; counted as a failed try, it ends. Its
            // message may hold what a request held, so only its kind and its place are told.
            logger.ChannelBroke(channelOptions.Kind, exception.GetType().Name, exception.StackTrace);
            return new NotifyFailure(Retryable: true, $"The channel '{channelOptions.Kind}' failed with {exception.GetType().Name}.") { MaybeTaken = true };
        }
    }

    private async Task<Delivery> RecordSuccessAsync(
        NotificationRecord claimed, string tag, GroupView view, AlertMessage message, CancellationToken cancellationToken)
    {
        await RecordAsync(claimed.Settled() with { Firing = view.Told, SentAt = time.GetUtcNow() }, tag, cancellationToken);
        logger.Sent(claimed.Group.Receiver, claimed.Group.Channel, claimed.Group.Key, message.Reason, message.FiringCount, message.ResolvedCount);
        return new Delivery(DeliveryStatus.Sent, message.Reason)
        {
            Message = message,
            Recovered = claimed.Failures == 0 ? null : UndeliveredAlert.IdentityOf(claimed.Group),
        };
    }

    private async Task<Delivery> RecordFailureAsync(
        NotifyRequest request,
        NotificationRecord claimed,
        string tag,
        AlertMessage message,
        NotifyFailure failure,
        AlertingSetup setup,
        CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        int failures = request.Attempt + 1;
        bool parked = !failure.Retryable || failures >= options.Value.MaxAttempts;
        NotifyRequest? next = parked ? null : Retry(request, now, failure.RetryAfter);
        // The time of the last try stays in ClaimedUntil; with nobody claiming it, it keeps nobody away.
        NotificationRecord failed = claimed with
        {
            ClaimedBy = string.Empty,
            ClaimedUntil = now,
            Failures = failures,
            FailingSince = claimed.FailingSince ?? now,
            NextTry = next?.Due,
            Untold = new UntoldMessage(message.Title, message.Severity),
            LastError = failure.Reason,
            Parked = parked,
        };
        await RecordAsync(failed, tag, cancellationToken);
        LogFailure(failed, setup);
        return new Delivery(parked ? DeliveryStatus.Parked : DeliveryStatus.Failed, message.Reason)
        {
            Failure = failure,
            Message = message,
            Next = next,
            Undelivered = UndeliveredAlert.Of(failed, options.Value),
        };
    }

    private void LogFailure(NotificationRecord failed, AlertingSetup setup)
    {
        NotificationGroup group = failed.Group;
        string problem = failed.LastError ?? string.Empty;
        if (failed.NextTry is { } due)
        {
            logger.Failed(group.Receiver, group.Channel, group.Key, failed.Failures, problem, due);
        }
        else
        {
            logger.Parked(group.Receiver, group.Channel, group.Key, failed.Failures, problem);
        }

        bool report = failed.Parked || failed.Failures == options.Value.ReportAfterAttempts;
        if (report && UndeliveredAlert.IsReport(group))
        {
            logger.ReportUndelivered(group.Receiver, group.Channel, group.Key, problem);
        }
        else if (report && setup.ReporterOf(group.Receiver, group.Channel) is null)
        {
            logger.NobodyElse(group.Receiver, group.Channel, group.Key, problem);
        }
    }

    private async Task RecordAsync(NotificationRecord record, string tag, CancellationToken cancellationToken)
    {
        if (await log.TryPutAsync(record, tag, cancellationToken) is null)
        {
            // The claim ran out and somebody else took the group over; their record stands.
            logger.ClaimLost(record.Group.Receiver, record.Group.Channel, record.Group.Key);
        }
    }
}
