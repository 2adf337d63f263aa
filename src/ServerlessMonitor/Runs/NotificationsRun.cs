using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;
using ServerlessMonitor.Runs.Status;

namespace ServerlessMonitor.Runs;

/// <summary>Shows what channels were told, and has it sent again.</summary>
public sealed class NotificationsRun(ReadAlerting alerting, INotificationLog log, IWorkQueue queue, TimeProvider clock)
{
    /// <summary>Every group that a channel was to be told of, those in trouble first.</summary>
    /// <param name="state">Only those in this state (<see cref="NotificationStates"/>); null: all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<NotificationStatus>> ListAsync(string? state, CancellationToken cancellationToken)
    {
        (AlertingSetup? setup, IReadOnlyList<string> problems) = await SetupAsync(cancellationToken);
        List<NotificationStatus> found = [];
        await foreach (NotificationRecord record in log.ListAsync(cancellationToken))
        {
            NotificationStatus status = Glance(record, setup, problems.Count == 0);
            if (state is null || string.Equals(status.State, state, StringComparison.Ordinal))
            {
                found.Add(status);
            }
        }

        return
        [
            .. found
                .OrderByDescending(status => status.State is NotificationStates.Parked)
                .ThenByDescending(status => status.State is NotificationStates.Retrying)
                .ThenBy(status => status.Receiver, StringComparer.Ordinal)
                .ThenBy(status => status.Channel)
                .ThenBy(status => status.Group, StringComparer.Ordinal),
        ];
    }

    /// <summary>Asks for a group's present state to be sent, whatever its channel was told. Nothing is sent when no alert of it fires or has ended untold.</summary>
    /// <returns>How it stood when it was asked for; null when no group has this id.</returns>
    public async Task<NotificationStatus?> ResendAsync(string id, CancellationToken cancellationToken)
    {
        (AlertingSetup? setup, IReadOnlyList<string> problems) = await SetupAsync(cancellationToken);
        await foreach (NotificationRecord record in log.ListAsync(cancellationToken))
        {
            if (string.Equals(NotificationId.Of(record.Group), id, StringComparison.Ordinal))
            {
                await AskAsync(record.Group, cancellationToken);
                return Glance(record, setup, problems.Count == 0);
            }
        }

        return null;
    }

    /// <summary>Asks for every parked group to be sent again.</summary>
    /// <returns>Those that were asked for.</returns>
    public async Task<IReadOnlyList<NotificationStatus>> ResendParkedAsync(CancellationToken cancellationToken)
    {
        (AlertingSetup? setup, IReadOnlyList<string> problems) = await SetupAsync(cancellationToken);
        List<NotificationStatus> asked = [];
        await foreach (NotificationRecord record in log.ListAsync(cancellationToken))
        {
            NotificationStatus status = Glance(record, setup, problems.Count == 0);
            if (status.State == NotificationStates.Parked)
            {
                await AskAsync(record.Group, cancellationToken);
                asked.Add(status);
            }
        }

        return asked;
    }

    /// <summary>Whether people are told.</summary>
    /// <param name="held">Alerts whose notification is still to be asked for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<DeliveryHealth> HealthAsync(int held, CancellationToken cancellationToken)
    {
        (AlertingSetup? setup, IReadOnlyList<string> problems) = await SetupAsync(cancellationToken);
        var count = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (NotificationRecord record in log.ListAsync(cancellationToken))
        {
            string state = StateOf(record, setup, problems.Count == 0);
            count[state] = count.GetValueOrDefault(state) + 1;
        }

        return new DeliveryHealth(count.GetValueOrDefault(NotificationStates.Parked), count.GetValueOrDefault(NotificationStates.Retrying), held, problems)
        {
            Silent = problems.Count > 0 ? null
                : setup is null ? $"there is no alerting/{AlertingConfig.FileName}"
                : setup.Receivers.Channels.Values.All(channels => channels.Count == 0) ? $"alerting/{ReceiversConfig.FileName} has no channel, or is not there"
                : null,
        };
    }

    private Task AskAsync(NotificationGroup group, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return queue.EnqueueNotifyAsync(new NotifyRequest(group, Attempt: 0, now) { AskedAt = now }, cancellationToken);
    }

    private async Task<(AlertingSetup? Setup, IReadOnlyList<string> Problems)> SetupAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await alerting.ReadAsync(cancellationToken), []);
        }
        catch (AlertingConfigException exception)
        {
            return (null, [.. exception.Problems.Select(problem => $"{problem}")]);
        }
    }

    private NotificationStatus Glance(NotificationRecord record, AlertingSetup? setup, bool usable) => new(
        NotificationId.Of(record.Group),
        StateOf(record, setup, usable),
        record.Group.Receiver,
        record.Group.Channel,
        setup?.Find(record.Group)?.Kind,
        record.Group.Key,
        record.Failures)
    {
        Untold = record.Untold?.Title,
        LastError = record.LastError,
        FailingSince = record.FailingSince,
        NextTry = record.NextTry,
        SentAt = record.SentAt,
    };

    private string StateOf(NotificationRecord record, AlertingSetup? setup, bool usable) => record switch
    {
        // While the files cannot be used, nobody knows which channels they would name.
        _ when usable && setup?.Find(record.Group) is null => NotificationStates.Removed,
        { Parked: true } => NotificationStates.Parked,
        { ClaimedBy.Length: > 0 } when record.ClaimedUntil > clock.GetUtcNow() => NotificationStates.Sending,
        { Failures: > 0 } => NotificationStates.Retrying,
        { SentAt: null, ClaimedBy.Length: > 0 } => NotificationStates.Sending,
        { SentAt: null } => NotificationStates.Over,
        _ => NotificationStates.Delivered,
    };
}
