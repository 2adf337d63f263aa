using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Notify;

/// <summary>The notify stage over in-memory stores, a clock that stands still and a channel that records.</summary>
internal sealed class NotifyHarness : IAlertingFiles, ISecretSource
{
    public const string Alerting = """
        route:
          receiver: ml-oncall
          group_wait: 30s
          group_interval: 5m
          repeat_interval: 4h
          routes:
            - receiver: digest
              matchers: ['severity="info"']
        receivers:
          - name: ml-oncall
          - name: digest
        """;

    public const string Receivers = """
        receivers:
          ml-oncall:
            - fake: {}
            - fake: {}
          digest: []
        """;

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public NotifyHarness()
    {
        var alerting = new ReadAlerting(this, [Channel]);
        Plan = new PlanNotifications(alerting, Alerts, Log, Options.Create(Settings), Time);
        Deliver = new DeliverGroup(alerting, Alerts, Log, this, Options.Create(Settings), Time, Logger);
    }

    public AlertingTexts Texts { get; set; } = new(Alerting, Receivers);

    public InMemoryAlertStore Alerts { get; } = new();

    public InMemoryNotificationLog Log { get; } = new();

    public ManualTimeProvider Time { get; } = new(Start.AddDays(100));

    public FakeChannel Channel { get; } = new();

    public NotifyOptions Settings { get; } = new() { PublicBaseUrl = new Uri("https://monitor.example.com/") };

    public ListLogger<DeliverGroup> Logger { get; } = new();

    public PlanNotifications Plan { get; }

    public DeliverGroup Deliver { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public Task<AlertingTexts> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Texts);

    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    public string? Get(string name) => Secrets.GetValueOrDefault(name);

    public static AlertTimeline Timeline(string column, string history, string version = "7", Severity severity = Severity.Critical, string model = "flight-delay")
    {
        var timeline = new AlertTimeline(new AlertIdentity(new ModelVersion(model, version), "FeatureDrift", $"drift/{column}", "7d.1d")) { Owner = "growth-ml" };
        for (int day = 0; day < history.Length; day++)
        {
            timeline = FoldTimeline.Insert(timeline, Outcome(column, day, history[day], severity), Start).Timeline;
        }

        return timeline;
    }

    public static WindowOutcome Outcome(string column, int day, char letter, Severity severity = Severity.Critical, int revision = 1) => new(
        new TimeWindow(Start.AddDays(day - 6), Start.AddDays(day + 1)),
        new RuleVerdict(
            $"drift/{column}",
            EvaluationFamily.Drift,
            letter == 'b' ? VerdictOutcome.Breach : VerdictOutcome.Ok,
            severity,
            $"Jensen-Shannon distance of '{column}' is 0.31; the threshold is 0.1.")
        {
            AlertName = "FeatureDrift",
            Measure = "jensenShannon",
            Column = column,
            Value = 0.31,
            Threshold = 0.1,
            Baseline = 0.02,
            Contributions = letter == 'b' ? [new DriftContribution("[100, 200)", 0.1, 0.3, 0.12), new DriftContribution("<b>&", 0.2, 0.1, 0.04)] : [],
        },
        revision);

    /// <summary>Stores the alert as it is after the history, one letter a day.</summary>
    public async Task<AlertTimeline> PutAsync(AlertTimeline timeline)
    {
        Versioned<AlertTimeline>? current = await Alerts.GetAsync(timeline.Identity, CancellationToken.None);
        Assert.NotNull(await Alerts.TryPutAsync(timeline, current?.Tag, CancellationToken.None));
        return timeline;
    }

    /// <summary>Stores the alert and plans its notification: one request for each channel.</summary>
    public async Task<IReadOnlyList<NotifyRequest>> RaiseAsync(AlertTimeline timeline) => await Plan.PlanAsync([await PutAsync(timeline)], CancellationToken.None);

    /// <summary>Stores the alert, waits out the group's wait and delivers to the first channel.</summary>
    public async Task<Delivery> TellAsync(AlertTimeline timeline)
    {
        NotifyRequest request = (await RaiseAsync(timeline))[0];
        return await DeliverAsync(request);
    }

    public async Task<Delivery> DeliverAsync(NotifyRequest request)
    {
        if (request.Due > Now)
        {
            Time.SetUtcNow(request.Due);
        }

        return await Deliver.DeliverAsync(request, CancellationToken.None);
    }

    public async Task<NotificationRecord?> RecordAsync(NotificationGroup group) => (await Log.GetAsync(group, CancellationToken.None))?.Value;

    /// <summary>A kind of channel that takes everything, or answers as it is told.</summary>
    internal sealed class FakeChannel : IChannelKind, IChannel
    {
        public List<AlertMessage> Sent { get; } = [];

        public Func<AlertMessage, Task<NotifyFailure?>> Answer { get; set; } = _ => Task.FromResult<NotifyFailure?>(null);

        /// <summary>Whether tries never end by themselves.</summary>
        public bool Hang { get; set; }

        public string Key => "fake";

        public ChannelOptions? Parse(ConfigMap map) => new FakeOptions(map.Setting("secret", required: false, secret: true));

        public IChannel Create(ChannelOptions options, ISecretSource secrets)
        {
            ((FakeOptions)options).Secret?.Resolve(secrets);
            return this;
        }

        public Task<NotifyFailure?> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            Sent.Add(message);
            return Hang ? HangAsync(cancellationToken) : Answer(message);
        }

        private static async Task<NotifyFailure?> HangAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return null;
        }
    }

    private sealed record FakeOptions(SettingText? Secret) : ChannelOptions("fake");
}
