using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>
/// One or two hosts over one account, and a model for each place to die at: its batches are sent, the host that comes to the place is killed there, time passes, and the host
/// is started again. At the end some more die while all models get another day.
/// </summary>
internal sealed class KillScenario : IAsyncDisposable
{
    private const int LastKills = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    // The claim of a host that died in a notification lasts half a minute; the machine may be busy.
    private static readonly TimeSpan AfterClaims = TimeSpan.FromSeconds(240);
    private readonly string _connection;
    private readonly Receiver _receiver;
    private readonly Random _random;
    private readonly KillTrap _trap = new();
    private readonly List<HostRun> _hosts = [];
    private readonly List<string> _kills = [];
    private readonly List<string> _formerLogs = [];
    private readonly BlobStore _blobs;
    private readonly TableIngestLedger _ledger;
    private readonly IReadOnlyList<(KillPoint Point, string Model, ModelData Data)> _cases;

    public KillScenario(string connection, Receiver receiver, int hosts, int seed)
    {
        _connection = connection;
        _receiver = receiver;
        _random = new Random(seed);
        HostCount = hosts;
        Clients = new StorageClients(connection);
        Names = new AzureStorageOptions
        {
            StoragePrefix = "kills",
            PredictionsQueue = "kills-predictions",
            LabelsQueue = "kills-labels",
            BaselinesQueue = "kills-baselines",
            MonitorsQueue = "kills-monitors",
            JoinQueue = "kills-join",
            EvaluateQueue = "kills-evaluate",
            NotifyQueue = "kills-notify",
        };
        _blobs = new BlobStore(Clients, Options.Create(Names));
        _ledger = new TableIngestLedger(Clients, Options.Create(Names));
        KillPoint[] points = [.. Shuffled(KillPoint.Claimed), .. Shuffled(KillPoint.Others)];
        _cases = [.. points.Select((point, index) => (point, $"model{index:D2}", new ModelData($"model{index:D2}", seed + (index * 104_729))))];
        receiver.Cuts = CutsAsync;
    }

    public int HostCount { get; }

    public StorageClients Clients { get; }

    public AzureStorageOptions Names { get; }

    public IReadOnlyList<string> Models => [.. _cases.Select(item => item.Model)];

    /// <summary>Models whose message was accepted by the receiver and whose host died before it could note that.</summary>
    public HashSet<string> AnswerLost { get; } = new(StringComparer.Ordinal);

    /// <summary>Each death, in order.</summary>
    public IReadOnlyList<string> Kills => _kills;

    /// <summary>What the hosts wrote in all their lives.</summary>
    public string Logs => string.Join("\n", _formerLogs.Concat(_hosts.Select(host => $"--- {host.Name}\n{host.Log}")));

    /// <summary>Runs it to the end: everything that was sent has had its effect.</summary>
    public async Task RunAsync()
    {
        await new StorageSetup(Clients, Options.Create(Names)).CreateMissingAsync(CancellationToken.None);
        await PutAsync("alerting", "alerting.yaml", "route: {receiver: ml, group_by: [model], group_wait: 0s, group_interval: 1s, repeat_interval: 4h, routes: [{receiver: nobody, matchers: ['severity=\"info\"']}]}\nreceivers: [{name: ml}, {name: nobody}]\n");
        await PutAsync("alerting", "receivers.yaml", "receivers:\n  ml:\n    - webhook: {url: \"${WebhookUrl}\"}\n");
        foreach ((_, string model, ModelData data) in _cases)
        {
            await PutAsync("monitors", $"{model}.yaml", data.Monitor);
            await PutAsync("baselines", $"{model}/{ModelData.Version}/base.csv", data.Baseline);
            await PutAsync("predictions", $"{model}/{ModelData.Version}/morning.csv", data.Morning(1));
        }

        for (int host = 0; host < HostCount; host++)
        {
            _hosts.Add(await StartAsync($"host{host}"));
        }

        await Eventually.True(async () => await AnnouncedAsync("predictions") == _cases.Count && await AnnouncedAsync("baselines") == _cases.Count, Deadline, "all first batches and baselines are there");
        foreach ((KillPoint point, string model, ModelData data) in _cases)
        {
            await KillOnceAsync(point, model, data);
        }

        await HearAllAsync("firing");
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (HostRun host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>How many messages with a status the receiver accepted about a model.</summary>
    public int Heard(string model, string status) => _receiver.Messages.Count(message => About(message, model) && Status(message) == status);

    private static bool About(Receiver.Received message, string model) => message.Body.Contains(model, StringComparison.Ordinal);

    private static string? Status(Receiver.Received message)
    {
        using JsonDocument body = JsonDocument.Parse(message.Body);
        return body.RootElement.GetProperty("status").GetString();
    }

    private async Task KillOnceAsync(KillPoint point, string model, ModelData data)
    {
        Task<(HostRun Host, string Model)> death = _trap.Arm(point, 1 + _random.Next(point.Most), [model]);
        await PutAsync("predictions", $"{model}/{ModelData.Version}/morning.csv", data.Morning(2));
        await PutAsync("predictions", $"{model}/{ModelData.Version}/evening.csv", data.Evening);
        await PutAsync("predictions", $"{model}/{ModelData.Version}/bad.csv", data.BadDay);
        await PutAsync("labels", $"{model}/late.csv", data.Labels(1));
        bool otherFinishes = HostCount > 1 && !KillPoint.Claimed.Contains(point) && _random.Next(2) == 0;
        await DieAsync(death, point, async () =>
        {
            if (otherFinishes)
            {
                await GiveTimeAsync(model);
            }
        });
        if (!KillPoint.Claimed.Contains(point))
        {
            await GiveTimeAsync(model);
        }

        // On a busy machine work would pile up, and a message whose host dies five times is given up, as it should be.
        await Eventually.True(() => IsIdleAsync([Names.PredictionsQueue, Names.LabelsQueue, Names.JoinQueue, Names.EvaluateQueue]), Deadline, $"ingest, join and evaluation are done after {_kills[^1]}");
    }

    /// <summary>Waits for the alert, but not for a claim that the dead host may have left on the group: the end waits for all.</summary>
    private async Task GiveTimeAsync(string model)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (Heard(model, "firing") == 0 && TimeProvider.System.GetElapsedTime(started) < Pace)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>The last day for all models at once, with some more deaths among the work.</summary>
    private async Task EndAsync()
    {
        // In the order of the flow: when the evaluations are under way, nothing may be left to ingest.
        KillPoint[] points = [.. Shuffled(OfStage("ingest")).Take(1), .. Shuffled(OfStage("evaluation")).Take(LastKills - 1)];
        Task<(HostRun Host, string Model)> death = _trap.Arm(points[0], 1 + _random.Next(5), Models);
        foreach ((_, string model, ModelData data) in _cases)
        {
            await PutAsync("predictions", $"{model}/{ModelData.Version}/good.csv", data.GoodDay);
            await PutAsync("labels", $"{model}/late.csv", data.Labels(2));
        }

        for (int kill = 0; kill < points.Length; kill++)
        {
            Task<(HostRun Host, string Model)> next = death;
            await DieAsync(next, points[kill], () =>
            {
                death = kill + 1 < points.Length ? _trap.Arm(points[kill + 1], 1 + _random.Next(3), Models) : death;
                return Task.CompletedTask;
            });
        }

        await HearAllAsync("resolved");
        await Eventually.True(() => IsIdleAsync([Names.PredictionsQueue, Names.LabelsQueue, Names.JoinQueue, Names.EvaluateQueue, Names.NotifyQueue]), AfterClaims, "the queues are empty");
    }

    private static IEnumerable<KillPoint> OfStage(string stage) => KillPoint.Others.Where(point => point.Stage == stage && !point.Name.StartsWith("deletion of a", StringComparison.Ordinal));

    private async Task DieAsync(Task<(HostRun Host, string Model)> death, KillPoint point, Func<Task> meanwhile)
    {
        (HostRun dead, string model) = await Task.WhenAny(death, Task.Delay(Deadline, TimeProvider.System)) == death
            ? await death
            : throw new InvalidOperationException($"No host came to this place: {point}. Before it:\n{string.Join('\n', _kills)}\n{Logs}");
        _kills.Add($"{point} of {model}, {dead.Name}");
        if (IsAnswerLost(point))
        {
            AnswerLost.Add(model);
        }

        await dead.LetTimePassAsync(Clients, CancellationToken.None);
        await meanwhile();
        await dead.DisposeAsync();
        _formerLogs.Add($"--- {dead.Name}, until {_kills[^1]}\n{dead.Log}");
        _hosts[_hosts.IndexOf(dead)] = await StartAsync(dead.Name);
    }

    // Whether the answer was lost on its way or with the process that had read it: it was not noted.
    private static bool IsAnswerLost(KillPoint point) =>
        (point.Name == KillPoint.Post && point.Side == Side.After) || (point.Name == "record" && point.Side == Side.Before);

    private Task<HostRun> StartAsync(string name) => HostRun.StartAsync(name, _connection, Settings(name), _trap);

    private async Task<bool> CutsAsync(Receiver.Received message, bool accepted)
    {
        HostRun? sender = _hosts.Find(host => host.Name == message.Rest);
        var seen = new SeenRequest(KillPoint.Post, message.Channel, message.Body);
        return sender is null || await _trap.MeetsAsync(sender, seen, accepted ? Side.After : Side.Before);
    }

    private Dictionary<string, string> Settings(string host) => new(SuiteSettings.Of(_connection), StringComparer.Ordinal)
    {
        ["StoragePrefix"] = Names.StoragePrefix,
        ["PredictionsQueue"] = Names.PredictionsQueue,
        ["LabelsQueue"] = Names.LabelsQueue,
        ["BaselinesQueue"] = Names.BaselinesQueue,
        ["MonitorsQueue"] = Names.MonitorsQueue,
        ["JoinQueue"] = Names.JoinQueue,
        ["EvaluateQueue"] = Names.EvaluateQueue,
        ["NotifyQueue"] = Names.NotifyQueue,
        ["CompactSchedule"] = "*/2 * * * * *",
        ["CompactAfterDays"] = "1",
        ["NotifyClaimDuration"] = "00:00:30",
        ["PublicBaseUrl"] = "http://127.0.0.1:7071",
        ["AzureFunctionsWebHost__hostid"] = "kills",
        ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
        ["AzureFunctionsJobHost__singleton__listenerLockRecoveryPollingInterval"] = "00:00:00.5",
        ["WebhookUrl"] = new Uri(_receiver.Address, $"hook/{host}").ToString(),
    };

    private async Task PutAsync(string container, string path, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await _blobs.WriteAsync(new BlobAddress(container, path), content, "text/plain", onlyIfAbsent: false, CancellationToken.None);
    }

    private async Task<int> AnnouncedAsync(string container)
    {
        int count = 0;
        await foreach (LedgerEntry entry in _ledger.ListAsync(container, CancellationToken.None))
        {
            count += entry is { State: LedgerState.Live } && (entry.Announced || container != "predictions") ? 1 : 0;
        }

        return count;
    }

    private async Task<bool> IsIdleAsync(IEnumerable<string> queues)
    {
        foreach (string name in queues)
        {
            QueueProperties queue = await Clients.Queues.GetQueueClient(name).GetPropertiesAsync();
            if (queue.ApproximateMessagesCount > 0)
            {
                return false;
            }
        }

        return true;
    }

    private async Task HearAllAsync(string status)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (Models.Where(model => Heard(model, status) == 0).ToArray() is { Length: > 0 } missing)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < AfterClaims, $"No message says '{status}' of {string.Join(", ", missing)}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private T[] Shuffled<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        _random.Shuffle(shuffled);
        return shuffled;
    }
}
