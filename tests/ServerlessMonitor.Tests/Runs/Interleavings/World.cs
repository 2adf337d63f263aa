using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Runs.Interleavings;

/// <summary>The suite with its stores, messages and workers, all of them moved by hand.</summary>
internal sealed class World : IWorkQueue
{
    public const int Blobs = 2;
    public const int LabelBlobs = 2;
    private static readonly TimeSpan FunctionTimeout = TimeSpan.FromMinutes(30);
    private const int MostFailures = 20;
    private const int MostRounds = 40;
    private static readonly BlobAddress MonitorBlob = new(BlobContainers.Monitors, $"{Pipeline.Model.Model}.yaml");
    private readonly List<object> _messages = [];
    private readonly List<StepWorker> _workers = [];
    private readonly Dictionary<object, int> _failures = new(ReferenceEqualityComparer.Instance);
    private readonly IngestRun _ingest;
    private readonly LabelRun _labels;
    private readonly JoinRun _join;
    private readonly MonitorRun _monitor;
    private readonly EvaluationRun[] _evaluations;
    private readonly SweepRun _sweep;
    private readonly HousekeepingRun _housekeeping;
    private readonly CompactionRun _compaction;
    private readonly bool _eventsGetLost;
    private int _evaluated;

    /// <param name="eventsGetLost">Whether some changes have no event, so that only a sweep finds them; else every change has one, and nothing is ever swept.</param>
    public World(bool eventsGetLost)
    {
        _eventsGetLost = eventsGetLost;
        Pipeline suite = Suite;
        suite.Files.Monitors[Pipeline.Model.Model] = Contents.Monitors[0];
        var blobs = SteppedStore.Of<IBlobSource>(suite.Blobs);
        var ledger = SteppedStore.Of<IIngestLedger>(suite.Ledger);
        var profiles = SteppedStore.Of<IProfileStore>(suite.Profiles);
        var reports = SteppedStore.Of<IReportStore>(suite.Reports);
        var catalog = SteppedStore.Of<IModelCatalog>(suite.Catalog);
        var index = SteppedStore.Of<IBatchIndex>(suite.Index);
        var quarantine = SteppedStore.Of<IQuarantine>(suite.Quarantine);
        var baselines = SteppedStore.Of<IBaselineStore>(suite.Baselines);
        var queue = SteppedStore.Of<IWorkQueue>(this);
        var monitors = new MonitorCatalog(SteppedStore.Of<IMonitorFiles>(suite.Files));
        var again = new ReadAgain(monitors, index, queue);
        var kept = SteppedStore.Of<IKeptFiles>(suite.Kept);
        var links = SteppedStore.Of<ILabelLinks>(suite.Links);
        var matching = new LabelMatching(kept, links, ledger);
        var pairing = new PairingRun(kept, links, ledger, profiles, catalog, monitors, NullLogger<PairingRun>.Instance);
        var announcement = new BatchAnnouncement(ledger, profiles, catalog, matching, pairing, index, quarantine, again, queue, suite.Alerting);
        var joins = new JoinUpkeep(kept, links, ledger, monitors, pairing, queue, suite.Clock);
        _ingest = new IngestRun(
            blobs,
            ledger,
            profiles,
            kept,
            monitors,
            new BatchProfiler(workers: 1),
            announcement,
            quarantine,
            index,
            Options.Create(suite.Retention),
            suite.Clock,
            NullLogger<IngestRun>.Instance);
        _labels = new LabelRun(
            blobs,
            ledger,
            kept,
            monitors,
            new LabelAnnouncement(ledger, links, matching, index, quarantine, again, queue, suite.Alerting),
            quarantine,
            index,
            Options.Create(suite.Retention),
            suite.Clock,
            NullLogger<LabelRun>.Instance);
        _join = new JoinRun(ledger, profiles, kept, links, monitors, announcement, suite.Clock, NullLogger<JoinRun>.Instance);
        _monitor = new MonitorRun(blobs, ledger, monitors, catalog, queue, again, joins, suite.Alerting, suite.Clock, NullLogger<MonitorRun>.Instance);

        // Two processes: each remembers for itself which versions count.
        var compacted = SteppedStore.Of<ICompactedStore>(suite.Compacted);
        _evaluations = [Evaluation(Windows()), Evaluation(Windows())];
        _compaction = new CompactionRun(catalog, ledger, profiles, compacted, Options.Create(suite.Compaction), suite.Clock, NullLogger<CompactionRun>.Instance);
        _sweep = new SweepRun(
            blobs,
            ledger,
            index,
            queue,
            new PoisonWatch(new InMemoryPoisonQueues(), suite.Alerting, suite.Clock, NullLogger<PoisonWatch>.Instance),
            suite.AlertingWatch(),
            suite.Clock,
            NullLogger<SweepRun>.Instance);
        _housekeeping = new HousekeepingRun(
            blobs, ledger, index, profiles, new BaselineUpkeep(blobs, ledger, baselines, catalog, monitors, queue), joins, suite.Clock, NullLogger<HousekeepingRun>.Instance);

        WindowLoader Windows() => new(profiles, compacted, ledger, Options.Create(suite.Compaction), suite.Clock);

        EvaluationRun Evaluation(WindowLoader windows) => new(
            monitors, catalog, windows, new BaselineResolver(baselines, catalog, windows, suite.Known), new EvaluateWindow(), reports, suite.Alerting, suite.Clock, NullLogger<EvaluationRun>.Instance);
    }

    public Pipeline Suite { get; } = new();

    public static BlobAddress Blob(int number) => new(BlobContainers.Predictions, $"{Pipeline.Model.Model}/{Pipeline.Model.Version}/{number % Blobs}.csv");

    public static BlobAddress LabelBlob(int number) => new(BlobContainers.Labels, $"{Pipeline.Model.Model}/{number % LabelBlobs}.csv");

    /// <summary>Does one thing.</summary>
    public async Task DoAsync(Act act)
    {
        BlobAddress blob = Blob(act.A);
        bool eventArrives = !_eventsGetLost || act.B % 3 != 0;
        switch (act.Kind)
        {
            case ActKind.Upload:
                await Suite.Blobs.PutTextAsync(blob.Container, blob.Path, Contents.Batches[act.B % (_eventsGetLost ? Contents.Batches.Count : Contents.Batches.Count - 1)]);
                Announce(blob, BlobEventKind.Created, eventArrives);
                break;
            case ActKind.Delete:
                Suite.Blobs.Delete(blob);
                Announce(blob, BlobEventKind.Deleted, eventArrives);
                break;
            case ActKind.Undelete:
                Suite.Blobs.Undelete(blob);
                Announce(blob, BlobEventKind.Created, eventArrives);
                break;
            case ActKind.Redeliver:
                Announce(blob, act.B % 2 == 0 ? BlobEventKind.Created : BlobEventKind.Deleted, arrives: true);
                break;
            case ActKind.Label:
                await Suite.Blobs.PutTextAsync(BlobContainers.Labels, LabelBlob(act.A).Path, Contents.Labels[act.B % Contents.Labels.Count]);
                Announce(LabelBlob(act.A), BlobEventKind.Created, eventArrives);
                break;
            case ActKind.Unlabel when act.B % 3 == 1:
                Suite.Blobs.Undelete(LabelBlob(act.A));
                Announce(LabelBlob(act.A), BlobEventKind.Created, eventArrives);
                break;
            case ActKind.Unlabel:
                Suite.Blobs.Delete(LabelBlob(act.A));
                Announce(LabelBlob(act.A), BlobEventKind.Deleted, eventArrives);
                break;
            case ActKind.Take when _messages.Count > 0:
                Take(_messages[act.A % _messages.Count]);
                break;
            case ActKind.Step when _workers.Count > 0:
                await StepAsync(_workers[act.A % _workers.Count], 1 + (act.B % 12));
                break;
            case ActKind.Kill when _workers.Count > 0:
                await KillAsync(_workers[act.A % _workers.Count]);
                break;
            case ActKind.Sweep when _eventsGetLost:
                _workers.Add(new StepWorker(null, () => _sweep.RunAsync(CancellationToken.None)));
                break;
            case ActKind.Housekeep:
                _workers.Add(new StepWorker(null, () => _housekeeping.RunAsync(CancellationToken.None)));
                break;
            case ActKind.Compact:
                _workers.Add(new StepWorker(null, () => _compaction.RunAsync(CancellationToken.None)));
                break;
            case ActKind.Monitor:
                await SetMonitorAsync(Contents.Monitors[act.B % Contents.Monitors.Count]);
                break;
            case ActKind.Wait:
                await WaitAsync(TimeSpan.FromMinutes(1 + (act.B * 7 % 3000)));
                break;
            default:
                break;
        }
    }

    /// <summary>Everybody comes to an end, whatever was lost is found, and nothing is left to do.</summary>
    public async Task SettleAsync()
    {
        await SetMonitorAsync(Contents.Monitors[0]);
        for (int round = 0; round < MostRounds; round++)
        {
            await DrainAsync();
            Suite.Clock.Advance(TimeSpan.FromMinutes(6));
            if (_eventsGetLost)
            {
                await _sweep.RunAsync(CancellationToken.None);
            }

            if (_messages.Count == 0)
            {
                Suite.Clock.Advance(TimeSpan.FromDays(2));
                await _housekeeping.RunAsync(CancellationToken.None);
                await DrainAsync();
                return;
            }
        }

        throw new InvalidOperationException($"After {MostRounds} sweeps there is still work: {string.Join(" · ", _messages)}");
    }

    /// <summary>A worker takes the message that came last, and goes on by some store calls.</summary>
    public async Task TakeNewestAsync(int steps)
    {
        Take(_messages[^1]);
        await StepAsync(_workers[^1], steps);
    }

    /// <summary>Everything that there is to do is done.</summary>
    public async Task DrainAsync()
    {
        while (_workers.Count > 0 || _messages.Count > 0)
        {
            if (_workers.Count == 0)
            {
                Take(_messages[0]);
            }

            await StepAsync(_workers[0], int.MaxValue);
        }
    }

    Task IWorkQueue.EnqueueIngestAsync(BlobEvent blobEvent, CancellationToken cancellationToken) => EnqueueAsync(blobEvent with { });

    Task IWorkQueue.EnqueueJoinAsync(JoinRequest request, CancellationToken cancellationToken) => EnqueueAsync(request with { });

    Task IWorkQueue.EnqueueEvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) => EnqueueAsync(request with { });

    Task IWorkQueue.EnqueueNotifyAsync(NotifyRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    private Task EnqueueAsync(object message)
    {
        _messages.Add(message);
        return Task.CompletedTask;
    }

    private void Announce(BlobAddress blob, BlobEventKind kind, bool arrives)
    {
        if (arrives)
        {
            _messages.Add(new BlobEvent(blob, kind));
        }
    }

    private async Task SetMonitorAsync(string text)
    {
        Suite.Files.Monitors[Pipeline.Model.Model] = text;
        await Suite.Blobs.PutTextAsync(MonitorBlob.Container, MonitorBlob.Path, text);
        Announce(MonitorBlob, BlobEventKind.Created, arrives: true);
    }

    private void Take(object message)
    {
        _messages.Remove(message);
        EvaluationRun evaluation = _evaluations[_evaluated++ % _evaluations.Length];
        _workers.Add(new StepWorker(message, () => message switch
        {
            BlobEvent blobEvent when blobEvent.Blob == MonitorBlob => _monitor.HandleAsync(blobEvent, CancellationToken.None),
            BlobEvent { Blob.Container: BlobContainers.Labels } blobEvent => _labels.HandleAsync(blobEvent, CancellationToken.None),
            JoinRequest request => _join.HandleAsync(request, CancellationToken.None),
            BlobEvent blobEvent => _ingest.HandleAsync(blobEvent, CancellationToken.None),
            _ => evaluation.HandleAsync((EvaluateRequest)message, CancellationToken.None),
        }));
    }

    private async Task StepAsync(StepWorker worker, int steps)
    {
        for (int step = 0; step < steps && !worker.IsDone; step++)
        {
            await worker.StepAsync();
        }

        if (worker.IsDone)
        {
            End(worker);
        }
    }

    /// <summary>Time passes; no host lets a function run for longer than <see cref="FunctionTimeout"/>.</summary>
    private async Task WaitAsync(TimeSpan time)
    {
        while (time > FunctionTimeout && _workers.Count > 0)
        {
            await KillAsync(_workers[0]);
        }

        Suite.Clock.Advance(time);
    }

    private async Task KillAsync(StepWorker worker)
    {
        await worker.KillAsync();
        End(worker);
    }

    private void End(StepWorker worker)
    {
        _workers.Remove(worker);
        if (worker.Failure is not { } failure)
        {
            return;
        }

        // Only contention may fail a run; the host delivers the message again.
        bool expected = failure is FaultyStores.KilledException or InvalidOperationException;
        if (!expected)
        {
            throw new InvalidOperationException($"A worker on {worker.Message ?? "all"} failed.", failure);
        }

        if (worker.Message is { } message)
        {
            _failures[message] = _failures.GetValueOrDefault(message) + (failure is FaultyStores.KilledException ? 0 : 1);
            if (_failures[message] > MostFailures)
            {
                throw new InvalidOperationException($"{message} failed {MostFailures} times.", failure);
            }

            _messages.Add(message);
        }
    }
}
