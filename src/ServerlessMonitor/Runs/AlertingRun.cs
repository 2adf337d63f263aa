using Microsoft.Extensions.Logging;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Runs;

/// <summary>Folds verdicts and events into alerts, and asks for the notifications that are due.</summary>
public sealed class AlertingRun(
    RaiseAlerts alerts, PlanNotifications plan, FindUndelivered undelivered, IWorkQueue queue, TimeProvider clock, ILogger<AlertingRun> logger)
{
    /// <summary>What a window's report says.</summary>
    public async Task NoteReportAsync(EvaluationReport report, MonitorDefinition monitor, CancellationToken cancellationToken) =>
        await NotifyAsync(await alerts.RaiseAsync(report, monitor, cancellationToken), cancellationToken);

    /// <summary>What became of a blob: an unreadable one raises an alert, which ends when the same path is read, or deleted.</summary>
    public async Task NoteBatchAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        string id = entry.Blob.BatchId;
        IReadOnlyList<AlertTimeline> due = entry.State == LedgerState.Quarantined
            ? await alerts.RaiseEventAsync(
                AlertEvent.BatchQuarantined(entry.Model, id, entry.Blob.ToString(), entry.Problem ?? "unknown", entry.CommittedAt), cancellationToken)
            : await alerts.ResolveEventAsync(
                AlertEvent.QuarantineIdentity(entry.Model, id),
                entry.CommittedAt,
                entry.State == LedgerState.Live ? $"{entry.Blob} was read." : $"{entry.Blob} was deleted.",
                cancellationToken);
        await NotifyAsync(due, cancellationToken);
    }

    /// <summary>Whether the model's batches keep coming, where the monitor says how often they must.</summary>
    public async Task NoteFreshnessAsync(CatalogEntry data, MonitorDefinition monitor, CancellationToken cancellationToken)
    {
        if (monitor.Quality.Freshness is not { } limit)
        {
            return;
        }

        var identity = new AlertIdentity(data.Model, "DataStale", "quality/freshness", string.Empty);
        DateTimeOffset staleFrom = data.LastArrival + limit;

        // The instants come from the data, not from the clock: telling it every hour is telling it once.
        IReadOnlyList<AlertTimeline> due = clock.GetUtcNow() > staleFrom
            ? await alerts.RaiseEventAsync(
                new AlertEvent(identity, monitor.Quality.Severity, $"Nothing has arrived since {data.LastArrival:yyyy-MM-dd HH:mm} UTC; expected within {limit:c}.", "freshness", staleFrom)
                {
                    Owner = monitor.Owner,
                    Runbook = monitor.Runbook,
                },
                cancellationToken)
            : await alerts.ResolveEventAsync(identity, data.LastArrival, "A batch has arrived.", cancellationToken);
        await NotifyAsync(due, cancellationToken);
    }

    /// <summary>Whether the model's labels come as late as the monitor says, and no later.</summary>
    /// <param name="model">The model version.</param>
    /// <param name="monitor">Says when labels come.</param>
    /// <param name="isLate">Whether they are late.</param>
    /// <param name="summary">How many have come, for people.</param>
    /// <param name="at">When that was so.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public async Task NoteLabelsAsync(ModelVersion model, MonitorDefinition monitor, bool isLate, string summary, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var identity = new AlertIdentity(model, "LabelsLate", "quality/labels", string.Empty);
        IReadOnlyList<AlertTimeline> due = isLate
            ? await alerts.RaiseEventAsync(
                new AlertEvent(identity, monitor.Quality.Severity, $"Labels are late: {summary}.", "labels", at) { Owner = monitor.Owner, Runbook = monitor.Runbook }, cancellationToken)
            : await alerts.ResolveEventAsync(identity, at, summary, cancellationToken);
        await NotifyAsync(due, cancellationToken);
    }

    /// <summary>Whether a model's monitor file can be used.</summary>
    public async Task NoteMonitorAsync(string model, MonitorFileResult monitor, CancellationToken cancellationToken)
    {
        var identity = new AlertIdentity(new ModelVersion(model, AlertEvent.AllVersions), "MonitorFileInvalid", "monitor/file", string.Empty);
        DateTimeOffset now = clock.GetUtcNow();
        IReadOnlyList<AlertTimeline> due = monitor.IsValid
            ? await alerts.ResolveEventAsync(identity, now, $"monitors/{model}.yaml can be used again.", cancellationToken)
            : await alerts.RaiseEventAsync(
                new AlertEvent(identity, Severity.Critical, $"The model is not monitored: {string.Join(" · ", monitor.Problems.Take(3))}", "monitorFile", now),
                cancellationToken);
        await NotifyAsync(due, cancellationToken);
    }

    /// <summary>Whether a channel takes what it has to tell: one that does not is an alert, which another channel tells.</summary>
    public async Task NoteDeliveryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Undelivered is { } undeliveredEvent)
        {
            await NotifyAsync(await alerts.RaiseEventAsync(undeliveredEvent, cancellationToken), cancellationToken);
        }

        if (delivery.Recovered is { } recovered)
        {
            await ResolveUndeliveredAsync(recovered, cancellationToken);
        }
    }

    /// <summary>The same for every group: what a crash left between the notification log and its alerts.</summary>
    /// <exception cref="AlertingConfigException">An alerting file has problems.</exception>
    public async Task NoteDeliveriesAsync(CancellationToken cancellationToken)
    {
        (IReadOnlyList<AlertEvent> raised, IReadOnlyList<AlertIdentity> over) = await undelivered.FindAsync(cancellationToken);
        foreach (AlertEvent undeliveredEvent in raised)
        {
            await NotifyAsync(await alerts.RaiseEventAsync(undeliveredEvent, cancellationToken), cancellationToken);
        }

        foreach (AlertIdentity identity in over)
        {
            await ResolveUndeliveredAsync(identity, cancellationToken);
        }
    }

    private async Task ResolveUndeliveredAsync(AlertIdentity identity, CancellationToken cancellationToken) => await NotifyAsync(
        await alerts.ResolveEventAsync(identity, clock.GetUtcNow(), "The channel took the message, or there is nothing left to tell.", cancellationToken),
        cancellationToken);

    /// <summary>Whether messages of a queue could not be handled: an alert until none is left in its poison queue.</summary>
    public async Task NotePoisonAsync(PoisonCount queue, CancellationToken cancellationToken)
    {
        var identity = new AlertIdentity(AlertEvent.Unassigned, "WorkPoisoned", $"queue/{queue.Queue}", string.Empty);
        IReadOnlyList<AlertTimeline> due = queue.Messages == 0
            ? await alerts.ResolveEventAsync(identity, clock.GetUtcNow(), $"No message of {queue.Queue} waits in its poison queue.", cancellationToken)
            : await alerts.RaiseEventAsync(
                new AlertEvent(
                    identity,
                    Severity.Critical,
                    $"{queue.Messages} messages of {queue.Queue} could not be handled, so blobs or windows are missing; 'serverless-monitor requeue --list' shows them.",
                    "poison",
                    clock.GetUtcNow()),
                cancellationToken);
        await NotifyAsync(due, cancellationToken);
    }

    private async Task NotifyAsync(IReadOnlyList<AlertTimeline> due, CancellationToken cancellationToken)
    {
        if (due.Count == 0)
        {
            return;
        }

        try
        {
            foreach (NotifyRequest request in await plan.PlanAsync(due, cancellationToken))
            {
                await queue.EnqueueNotifyAsync(request, cancellationToken);
            }
        }
        catch (AlertingConfigException exception)
        {
            // Evaluation goes on; the alerts stay due until the files can be used, and every run asks again.
            Log.NotificationsHeld(logger, due.Count, exception.Message);
            return;
        }

        await alerts.ClearDueAsync(due, cancellationToken);
    }
}
