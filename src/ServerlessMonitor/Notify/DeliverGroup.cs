using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify;

/// <summary>
/// Looks at a group and tells its channel what it does not know: route, compare with the record, claim, send, record. The record is written after
/// success, so a message is sent at least once; the claim keeps two workers from sending it at the same time.
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
            return Superseded(request, record, now);
        }

        GroupView view = await ViewAsync(request.Group, setup, record, now, cancellationToken);
        if (view.Reason == NotifyReason.None)
        {
            return new Delivery(DeliveryStatus.NothingToTell, NotifyReason.None);
        }

        if (view.NotBefore > now)
        {
            return new Delivery(DeliveryStatus.Later, view.Reason) { Next = request with { Due = view.NotBefore } };
        }

        if (record.ClaimedBy.Length > 0 && record.ClaimedUntil > now)
        {
            return new Delivery(DeliveryStatus.Later, view.Reason) { Next = request with { Due = record.ClaimedUntil } };
        }

        NotificationRecord claimed = record with { ClaimedBy = $"{Guid.NewGuid():N}", ClaimedUntil = now + options.Value.ClaimDuration };
        if (await log.TryPutAsync(claimed, stored?.Tag, cancellationToken) is not { } tag)
        {
            return new Delivery(DeliveryStatus.Later, view.Reason) { Next = request with { Due = now + AfterLostRace } };
        }

        AlertMessage message = ComposeMessage.Of(
            request.Group, view.Reason, view.Firing, view.Resolved, options.Value.PublicBaseUrl, options.Value.MaxAlertsPerMessage);
        NotifyFailure? failure = await SendAsync(channel, message, cancellationToken);
        return failure is null
            ? await RecordSuccessAsync(claimed, tag, view, message, cancellationToken)
            : await RecordFailureAsync(request, claimed, tag, message, failure, cancellationToken);
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

    private async Task<NotifyFailure?> SendAsync(ChannelOptions channelOptions, AlertMessage message, CancellationToken cancellationToken)
    {
        try
        {
            IChannel channel = alerting.KindOf(channelOptions).Create(channelOptions, secrets);
            return await channel.SendAsync(message, cancellationToken);
        }
        catch (MissingSettingException exception)
        {
            return new NotifyFailure(Retryable: false, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A fault of the channel itself. Thrown on, it would come back for ever, each time after the claim; counted as a failed try, it ends. Its
            // message may hold what a request held, so only its kind and its place are told.
            logger.ChannelBroke(channelOptions.Kind, exception.GetType().Name, exception.StackTrace);
            return new NotifyFailure(Retryable: true, $"The channel '{channelOptions.Kind}' failed with {exception.GetType().Name}.");
        }
    }

    private async Task<Delivery> RecordSuccessAsync(
        NotificationRecord claimed, string tag, GroupView view, AlertMessage message, CancellationToken cancellationToken)
    {
        NotificationRecord told = claimed with
        {
            Firing = view.Told,
            SentAt = time.GetUtcNow(),
            ClaimedBy = string.Empty,
            Failures = 0,
            LastError = null,
            Parked = false,
        };
        await RecordAsync(told, tag, cancellationToken);
        logger.Sent(claimed.Group.Receiver, claimed.Group.Channel, claimed.Group.Key, message.Reason, message.FiringCount, message.ResolvedCount);
        return new Delivery(DeliveryStatus.Sent, message.Reason) { Message = message };
    }

    private async Task<Delivery> RecordFailureAsync(
        NotifyRequest request, NotificationRecord claimed, string tag, AlertMessage message, NotifyFailure failure, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        int failures = request.Attempt + 1;
        bool parked = !failure.Retryable || failures >= options.Value.MaxAttempts;
        // The time of the last try stays in ClaimedUntil; with nobody claiming it, it keeps nobody away.
        NotificationRecord failed = claimed with
        {
            ClaimedBy = string.Empty,
            ClaimedUntil = now,
            Failures = failures,
            LastError = failure.Reason,
            Parked = parked,
        };
        await RecordAsync(failed, tag, cancellationToken);
        NotificationGroup group = request.Group;
        if (parked)
        {
            logger.Parked(group.Receiver, group.Channel, group.Key, failures, failure.Reason);
            return new Delivery(DeliveryStatus.Parked, message.Reason) { Failure = failure, Message = message };
        }

        NotifyRequest next = Retry(request, now, failure.RetryAfter);
        logger.Failed(group.Receiver, group.Channel, group.Key, failures, failure.Reason, next.Due);
        return new Delivery(DeliveryStatus.Failed, message.Reason) { Failure = failure, Message = message, Next = next };
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
