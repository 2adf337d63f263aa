using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.InMemory;
using ServerlessMonitor.Tests.Notify;

namespace ServerlessMonitor.Tests.Runs;

/// <summary>The whole suite over in-memory stores: every run is real, the queues are pumped by the test.</summary>
internal sealed class Pipeline
{
    public static readonly ModelVersion Model = new("churn", "1");

    public Pipeline()
    {
        Profiles = new InMemoryProfileStore(Clock);
        Blobs = new InMemoryBlobs(Clock);
        Kept = new InMemoryKeptFiles(Clock);
        Monitors = new MonitorCatalog(Files);
        Windows = new WindowLoader(Profiles, Compacted, Ledger, Options.Create(Compaction), Clock);
    }

    public ManualTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public InMemoryBlobs Blobs { get; }

    public InMemoryConfigurationFiles Files { get; } = new();

    public InMemoryIngestLedger Ledger { get; } = new();

    public InMemoryProfileStore Profiles { get; }

    public InMemoryCompactedStore Compacted { get; } = new();

    public InMemoryKeptFiles Kept { get; }

    public InMemoryLabelLinks Links { get; } = new();

    public InMemoryBaselineStore Baselines { get; } = new();

    public InMemoryReportStore Reports { get; } = new();

    public InMemoryModelCatalog Catalog { get; } = new();

    public InMemoryAlertStore Alerts { get; } = new();

    public InMemoryNotificationLog Notifications { get; } = new();

    public InMemoryWorkQueue Queue { get; } = new();

    public InMemoryQuarantine Quarantine { get; } = new();

    public InMemoryBatchIndex Index { get; } = new();

    public InMemoryPoisonQueues Poison { get; } = new("evaluate", "notify");

    public RetentionOptions Retention { get; } = new();

    /// <summary>What tests upload is compacted soon.</summary>
    public CompactionOptions Compaction { get; } = new() { CompactAfterDays = 1 };

    public ListLogger<IngestRun> IngestLog { get; } = new();

    public MonitorCatalog Monitors { get; }

    public WindowLoader Windows { get; }

    /// <summary>Stands between the runs and their stores; a test that kills a run throws from here.</summary>
    public FaultyStores Faults { get; } = new();

    public HousekeepingRun Housekeeping() => new(
        Blobs, Ledger, Index, Profiles, new BaselineUpkeep(Blobs, Ledger, Baselines, Catalog, Monitors, Queue), JoinUpkeep, Clock, NullLogger<HousekeepingRun>.Instance);

    public CompactionRun Compact() => new(
        Catalog, Ledger, Profiles, Faults.Wrap(Compacted), Options.Create(Compaction), Clock, NullLogger<CompactionRun>.Instance);

    private LabelMatching? _matching;
    private ReadAgain ReadAgain => new(Monitors, Index, Queue);

    private JoinUpkeep JoinUpkeep => new(Faults.Wrap(Kept), Faults.Wrap(Links), Ledger, Monitors, Pairing, Queue, Clock);

    public VersionsRun Versions() => new(Catalog, Monitors, Reports, new CompareVersions(), new PairsReader(Kept, Ledger));

    private PairingRun Pairing => new(Faults.Wrap(Kept), Links, Ledger, Profiles, Catalog, Monitors, NullLogger<PairingRun>.Instance);

    private LabelMatching Matching => _matching ??= new(Kept, Faults.Wrap(Links), Ledger);

    /// <summary>What a process remembers of kept files is gone.</summary>
    public void Forget() => _matching = null;

    private BatchAnnouncement Announcement => new(
        Faults.Wrap(Ledger), Faults.Wrap(Profiles), Catalog, Matching, Pairing, Index, Quarantine, ReadAgain, Faults.Wrap(Queue), Alerting);

    private PlanNotifications Plan => new(new ReadAlerting(Files, []), Alerts, Notifications, Options.Create(new NotifyOptions()), Clock);

    public AlertingWatch AlertingWatch() => new(Files, Plan, Queue, NullLogger<AlertingWatch>.Instance);

    public AlertingRun Alerting => new(
        new RaiseAlerts(Alerts, Reports, Clock, NullLogger<RaiseAlerts>.Instance),
        Plan,
        new FindUndelivered(new ReadAlerting(Files, []), Alerts, Notifications, Options.Create(new NotifyOptions())),
        Queue,
        Clock,
        NullLogger<AlertingRun>.Instance);

    public IngestRun Ingest(IBlobSource? blobs = null, TimeProvider? clock = null) => new(
        blobs ?? Blobs,
        Faults.Wrap(Ledger),
        Faults.Wrap(Profiles),
        Faults.Wrap(Kept),
        Monitors,
        new BatchProfiler(),
        Announcement,
        Quarantine,
        Index,
        Options.Create(Retention),
        clock ?? Clock,
        IngestLog);

    public LabelRun Labels(IBlobSource? blobs = null) => new(
        blobs ?? Blobs,
        Faults.Wrap(Ledger),
        Faults.Wrap(Kept),
        Monitors,
        new LabelAnnouncement(Faults.Wrap(Ledger), Faults.Wrap(Links), Matching, Index, Quarantine, ReadAgain, Faults.Wrap(Queue), Alerting),
        Quarantine,
        Index,
        Options.Create(Retention),
        Clock,
        NullLogger<LabelRun>.Instance);

    public JoinRun Join() => new(
        Faults.Wrap(Ledger), Faults.Wrap(Profiles), Kept, Faults.Wrap(Links), Monitors, Announcement, Clock, NullLogger<JoinRun>.Instance);

    public LabelStatusRun LabelStatus() => new(Ledger, Links, Clock);

    /// <summary>The baselines that evaluations of this process have read.</summary>
    public KnownBaselines Known { get; set; } = new();

    public BaselineRun Baseline() => new(
        Blobs, Ledger, Profiles, Faults.Wrap(Baselines), Catalog, Monitors, new BatchProfiler(), Queue, Quarantine, Index, ReadAgain, Alerting, Clock, NullLogger<BaselineRun>.Instance);

    public MonitorRun Monitor(IMonitorFiles? files = null) => new(Blobs, Ledger, new MonitorCatalog(files ?? Files), Catalog, Queue, ReadAgain, JoinUpkeep, Alerting, Clock, NullLogger<MonitorRun>.Instance);

    public EvaluationRun Evaluation(IModelCatalog? catalog = null) => new(
        Monitors,
        catalog ?? Catalog,
        Windows,
        new BaselineResolver(Baselines, Catalog, Windows, Known),
        new EvaluateWindow(),
        Reports,
        Alerting,
        Clock,
        NullLogger<EvaluationRun>.Instance);

    public ReplayRun Replay() => new(Monitors, Catalog, Windows, new BaselineResolver(Baselines, Catalog, Windows, Known), new EvaluateWindow(), Reports, Clock);

    public StatusRun Status() => new(Catalog, Reports, Alerts, Ledger, Index, Poison, new NotificationsRun(new ReadAlerting(Files, []), Notifications, Queue, Clock));

    /// <summary>Writes a prediction blob and announces it.</summary>
    public async Task<BlobAddress> UploadAsync(string file, string text, string? version = null)
    {
        var address = new BlobAddress(BlobContainers.Predictions, $"{Model.Model}/{version ?? Model.Version}/{file}");
        await Blobs.PutTextAsync(address.Container, address.Path, text);
        Queue.Ingest.Enqueue(new BlobEvent(address, BlobEventKind.Created));
        return address;
    }

    /// <summary>Writes a blob of labels and announces it.</summary>
    public async Task<BlobAddress> UploadLabelsAsync(string file, string text)
    {
        var address = new BlobAddress(BlobContainers.Labels, $"{Model.Model}/{file}");
        await Blobs.PutTextAsync(address.Container, address.Path, text);
        Queue.Ingest.Enqueue(new BlobEvent(address, BlobEventKind.Created));
        return address;
    }

    /// <summary>Writes a baseline blob and takes it in.</summary>
    public async Task UploadBaselineAsync(string text)
    {
        var address = new BlobAddress(BlobContainers.Baselines, $"{Model.Model}/{Model.Version}/baseline.csv");
        await Blobs.PutTextAsync(address.Container, address.Path, text);
        await Baseline().HandleAsync(new BlobEvent(address, BlobEventKind.Created), CancellationToken.None);
    }

    /// <summary>Does all the work that is asked for.</summary>
    public async Task PumpAsync()
    {
        while (Queue.Ingest.TryDequeue(out BlobEvent? blobEvent))
        {
            await HandleAsync(blobEvent);
        }

        while (Queue.Join.TryDequeue(out JoinRequest? join))
        {
            await Join().HandleAsync(join, CancellationToken.None);
        }

        while (Queue.Evaluate.TryDequeue(out EvaluateRequest? request))
        {
            await Evaluation().HandleAsync(request, CancellationToken.None);
        }
    }

    /// <summary>Reads and joins all that is asked for in processes of which one dies at a write; its message is delivered again. Then does the rest.</summary>
    /// <param name="dieAt"><see cref="FaultyStores.DieAt"/>.</param>
    /// <returns>How many points there were to die at.</returns>
    public async Task<int> PumpDyingAsync(int dieAt)
    {
        Faults.DieAt = dieAt;
        while (true)
        {
            if (Queue.Ingest.TryPeek(out BlobEvent? blobEvent))
            {
                if (await SurvivesAsync(() => HandleAsync(blobEvent)))
                {
                    Queue.Ingest.TryDequeue(out _);
                }
            }
            else if (Queue.Join.TryPeek(out JoinRequest? join))
            {
                if (await SurvivesAsync(() => Join().HandleAsync(join, CancellationToken.None)))
                {
                    Queue.Join.TryDequeue(out _);
                }
            }
            else
            {
                break;
            }
        }

        int steps = Faults.Steps;
        Faults.DieAt = 0;
        await PumpAsync();
        return steps;
    }

    /// <summary>Handles an event of predictions or labels.</summary>
    public Task<IngestOutcome> HandleAsync(BlobEvent blobEvent) => blobEvent.Blob.Container == BlobContainers.Labels
        ? Labels().HandleAsync(blobEvent, CancellationToken.None)
        : Ingest().HandleAsync(blobEvent, CancellationToken.None);

    /// <summary>Rows of a day that count.</summary>
    public async Task<long> RowsAsync(DateOnly day) =>
        (await Windows.LoadAsync(Model, Window(day), CancellationToken.None)).Profile.Rows;

    /// <summary>The newest report of a day.</summary>
    public async Task<EvaluationReport?> ReportAsync(DateOnly day, string windows = "1d") =>
        (await Reports.GetAsync(Model, WindowSpec.Tumbling(windows), Window(day).End, CancellationToken.None))?.Value;

    /// <summary>The alert of a rule, or null.</summary>
    public async Task<AlertState?> AlertAsync(string ruleId)
    {
        await foreach (Versioned<AlertTimeline> alert in Alerts.ListAsync(model: null, CancellationToken.None))
        {
            if (alert.Value.Identity.RuleId == ruleId)
            {
                return alert.Value.State;
            }
        }

        return null;
    }

    public static TimeWindow Window(DateOnly day)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return new TimeWindow(start, start.AddDays(1));
    }

    private static async Task<bool> SurvivesAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (FaultyStores.KilledException)
        {
            return false;
        }
    }
}
