using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit.InMemory;
using ServerlessMonitor.Tests.Notify;

namespace ServerlessMonitor.Tests.Runs;

/// <summary>The notify stage with its runs and its queue: the clock jumps from one due message to the next.</summary>
internal sealed class DeliveryHarness
{
    public DeliveryHarness(string receivers = "receivers: {ml-oncall: [{fake: {}}, {fake: {}}]}", string alerting = NotifyHarness.Alerting)
    {
        Stage = new NotifyHarness { Texts = new AlertingTexts(alerting, receivers) };
        var read = new ReadAlerting(Stage, [Stage.Channel]);
        Alerting = new AlertingRun(
            new RaiseAlerts(Stage.Alerts, new InMemoryReportStore(), Stage.Time, NullLogger<RaiseAlerts>.Instance),
            Stage.Plan,
            new FindUndelivered(read, Stage.Alerts, Stage.Log, Options.Create(Stage.Settings)),
            Queue,
            Stage.Time,
            NullLogger<AlertingRun>.Instance);
        Run = new DeliveryRun(Stage.Deliver, Alerting, Queue, Stage.Time, Logger);
        Hourly = new HourlyRun(new InMemoryModelCatalog(), Stage.Plan, Alerting, Queue, new Pipeline().Housekeeping(), NullLogger<HourlyRun>.Instance);
        Notifications = new NotificationsRun(read, Stage.Log, Queue, Stage.Time);
        Stage.Channel.Answer = message => Task.FromResult(
            Down.Contains((message.Group.Receiver, message.Group.Channel)) ? new NotifyFailure(Retryable: true, "The service answered 503.") : null);
    }

    public NotifyHarness Stage { get; }

    public InMemoryWorkQueue Queue { get; } = new();

    public ListLogger<DeliveryRun> Logger { get; } = new();

    public AlertingRun Alerting { get; }

    public DeliveryRun Run { get; }

    public HourlyRun Hourly { get; }

    public NotificationsRun Notifications { get; }

    /// <summary>Channels that take nothing.</summary>
    public HashSet<(string Receiver, int Channel)> Down { get; } = [];

    public IReadOnlyList<AlertMessage> SentTo(string receiver, int channel) =>
        [.. Stage.Channel.Sent.Where(message => message.Group.Receiver == receiver && message.Group.Channel == channel)];

    public static bool IsReport(AlertMessage message) => UndeliveredAlert.IsReport(message.Group);

    /// <summary>Stores the alert and asks for its notification.</summary>
    public async Task RaiseAsync(AlertTimeline alert)
    {
        foreach (NotifyRequest request in await Stage.RaiseAsync(alert))
        {
            await Queue.EnqueueNotifyAsync(request, CancellationToken.None);
        }
    }

    /// <summary>Lets time pass: every message is handled when it is due, the hourly timer runs at each full hour.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        DateTimeOffset end = Stage.Now + span;
        for (DateTimeOffset hour = Stage.Now; ; hour = hour.AddHours(1))
        {
            await HandleUntilAsync(hour < end ? hour : end);
            if (hour >= end)
            {
                return;
            }

            await Hourly.RunAsync(CancellationToken.None);
        }
    }

    public async Task<AlertState?> ReportAsync()
    {
        await foreach (Versioned<AlertTimeline> alert in Stage.Alerts.ListAsync(model: null, CancellationToken.None))
        {
            if (alert.Value.Identity.AlertName == UndeliveredAlert.Name)
            {
                return alert.Value.State;
            }
        }

        return null;
    }

    private async Task HandleUntilAsync(DateTimeOffset end)
    {
        while (true)
        {
            NotifyRequest[] waiting = [.. Queue.Notify.OrderBy(request => request.Due)];
            Queue.Notify.Clear();
            foreach (NotifyRequest later in waiting.Skip(1))
            {
                Queue.Notify.Enqueue(later);
            }

            if (waiting is not [var next, ..])
            {
                break;
            }

            if (next.Due > end)
            {
                Queue.Notify.Enqueue(next);
                break;
            }

            if (next.Due > Stage.Now)
            {
                Stage.Time.SetUtcNow(next.Due);
            }

            await Run.HandleAsync(next, CancellationToken.None);
        }

        if (end > Stage.Now)
        {
            Stage.Time.SetUtcNow(end);
        }
    }
}
