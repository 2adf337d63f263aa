using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests.Notify;

/// <summary>A channel as <c>AddNotify</c> registers it, made from the text of <c>receivers.yaml</c>, over HTTP that goes nowhere. Keeps what is logged.</summary>
internal sealed class ChannelHarness : ISecretSource, ILoggerProvider, IDisposable
{
    public const string Secret = "S3CRET-token/with.dots";

    private readonly ServiceProvider _services;
    private readonly ListLogger<ChannelHarness> _logger = new();

    /// <param name="realSockets">Over the network and by the clock on the wall, with a second for each request; else over HTTP that goes nowhere.</param>
    public ChannelHarness(bool realSockets = false)
    {
        var services = new ServiceCollection();
        services.AddSingleton(realSockets ? TimeProvider.System : Time);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));
        services.AddNotify(options => options.RequestTimeout = realSockets ? TimeSpan.FromSeconds(1) : options.RequestTimeout);
        // The clients bring a handler of their own; the last one counts.
        string[] clients = realSockets ? [] : ["ServerlessMonitor.Email", "ServerlessMonitor.Slack", "ServerlessMonitor.Webhook"];
        foreach (string name in clients)
        {
            services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => Http);
        }

        _services = services.BuildServiceProvider();
    }

    public StubHttp Http { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal)
    {
        ["Url"] = $"https://hooks.example.com/services/{Secret}",
        ["Key"] = Secret,
    };

    public string Logged => string.Join('\n', _logger.Entries.Select(entry => entry.Text));

    public string? Get(string name) => Settings.GetValueOrDefault(name);

    public ILogger CreateLogger(string categoryName) => _logger;

    public void Dispose() => _services.Dispose();

    /// <summary>The channel that the text of one entry describes, for example <c>slack: {url: '${Url}'}</c>.</summary>
    public IChannel Channel(string entry)
    {
        IChannelKind[] kinds = [.. _services.GetServices<IChannelKind>()];
        ChannelOptions options = ReceiversConfig.Parse($"receivers: {{a: [{{{entry}}}]}}", kinds, ["a"]).Channels["a"][0];
        return kinds.Single(kind => kind.Key == options.Kind).Create(options, this);
    }

    public Task<NotifyFailure?> SendAsync(string entry, AlertMessage? message = null) =>
        Channel(entry).SendAsync(message ?? Message(), CancellationToken.None);

    public static AlertMessage Message(NotifyReason reason = NotifyReason.NewAlerts, int limit = 50, params AlertTimeline[] firing)
    {
        AlertTimeline[] alerts = firing.Length > 0 ? firing :
        [
            NotifyHarness.Timeline("distance", "b") with
            {
                Runbook = new Uri("https://example.com/runbook?a=1&b=2"),
                Importance = 0.4,
                BaselineName = "upload of 2026-01-01",
            },
        ];
        var group = new NotificationGroup("ml-oncall", 0, "{model=\"flight-delay\", version=\"7\"}")
        {
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = "flight-delay", ["version"] = "7" },
        };
        return ComposeMessage.Of(
            group, reason, alerts, [NotifyHarness.Timeline("carrier", "bo", severity: Severity.Warning)], new Uri("https://monitor.example.com/"), limit);
    }
}
