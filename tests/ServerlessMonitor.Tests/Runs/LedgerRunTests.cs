using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.Requeue;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Runs;

/// <summary>What the ledger, its index and their upkeep make of deletions, mended monitors, crashes and given-up work.</summary>
public sealed class LedgerRunTests
{
    private const string Broken = "model: churn\nperformanse: []\n";
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private static readonly BlobAddress Baseline = new(BlobContainers.Baselines, $"{Pipeline.Model}/baseline.csv");
    private readonly Pipeline _suite = new();

    [Fact]
    public async Task Deletion_AtTheAgeOfRetention_KeepsTheRows_AndUndeletedIsLiveAgain()
    {
        _suite.Retention.RetentionDays = 30;
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        _suite.Clock.Advance(TimeSpan.FromDays(30));
        _suite.Blobs.Delete(blob);

        Assert.Equal(IngestOutcome.Expired, await HandleAsync(blob, BlobEventKind.Deleted));
        Assert.Equal(IngestOutcome.AlreadyKnown, await HandleAsync(blob, BlobEventKind.Deleted));
        Assert.Equal(480, await _suite.RowsAsync(Monday));
        Assert.Equal(BatchState.Expired, (await RowAsync())?.State);

        Assert.True(_suite.Blobs.Undelete(blob));
        Assert.Equal(IngestOutcome.Ingested, await HandleAsync(blob, BlobEventKind.Created));
        Assert.Equal(480, await _suite.RowsAsync(Monday));
        Assert.Equal(BatchState.Live, (await RowAsync())?.State);
    }

    [Fact]
    public async Task Deletion_BeforeTheAge_IsARetraction_EvenIfItIsToldLate_AndUndeletedCountsAgain()
    {
        _suite.Retention.RetentionDays = 30;
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        _suite.Blobs.Delete(blob);
        DateTimeOffset deletedAt = _suite.Clock.GetUtcNow().AddDays(1);
        _suite.Clock.Advance(TimeSpan.FromDays(40));

        var told = new BlobEvent(blob, BlobEventKind.Deleted) { DeletedAt = deletedAt };
        Assert.Equal(IngestOutcome.Retracted, await _suite.Ingest().HandleAsync(told, CancellationToken.None));
        Assert.Equal(0, await _suite.RowsAsync(Monday));

        Assert.True(_suite.Blobs.Undelete(blob));
        Assert.Equal(IngestOutcome.Ingested, await HandleAsync(blob, BlobEventKind.Created));
        Assert.Equal(480, await _suite.RowsAsync(Monday));
    }

    [Fact]
    public async Task Expired_ThenWrittenAnew_CountsTheNewVersionOnly()
    {
        _suite.Retention.RetentionDays = 1;
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        _suite.Clock.Advance(TimeSpan.FromDays(2));
        _suite.Blobs.Delete(blob);
        await HandleAsync(blob, BlobEventKind.Deleted);

        await _suite.UploadAsync("a.csv", Batches.Day(Monday, rows: 50));
        await _suite.PumpAsync();
        Assert.Equal(50, await _suite.RowsAsync(Monday));
    }

    [Fact]
    public async Task MendedMonitor_BringsBackWhatWasHeldAndQuarantined()
    {
        _suite.Files.Monitors["churn"] = Broken;
        BlobAddress held = await _suite.UploadAsync("held.csv", Batches.Day(Monday, rows: 30));
        BlobAddress bad = await _suite.UploadAsync("bad.csv", "\n");
        Assert.Equal(IngestOutcome.Held, await HandleAsync(held, BlobEventKind.Created));
        Assert.Equal((BatchState.Held, true), ((await RowAsync())!.State, (await RowAsync())!.Reason!.Contains("performanse", StringComparison.Ordinal)));
        _suite.Files.Monitors["churn"] = "model: churn\n";
        Assert.Equal(IngestOutcome.Quarantined, await HandleAsync(bad, BlobEventKind.Created));
        _suite.Queue.Ingest.Clear();

        await WriteMonitorAsync("model: churn\nowner: growth-ml\n");

        Assert.Equal([bad, held], _suite.Queue.Ingest.Select(asked => asked.Blob).OrderBy(blob => blob.Path, StringComparer.Ordinal));
        Assert.All(_suite.Queue.Ingest, asked => Assert.True(asked.Again));
        await _suite.PumpAsync();
        Assert.Equal(30, await _suite.RowsAsync(Monday));
        Assert.Single(_suite.Quarantine.Kept);
    }

    [Fact]
    public async Task QuarantinedByAMonitorThatIsMendedMeanwhile_IsAskedForAgain()
    {
        BlobAddress bad = await _suite.UploadAsync("bad.csv", string.Empty);
        _suite.Files.Monitors["churn"] = "model: churn\n";
        var slow = new LedgerEntry(bad, "v1", LedgerState.Quarantined) { Model = Pipeline.Model, MonitorDigest = "of another file" };

        await new ReadAgain(_suite.Monitors, _suite.Index, _suite.Queue).IfMonitorChangedAsync(slow, CancellationToken.None);

        Assert.Contains(_suite.Queue.Ingest, asked => asked.Again && asked.Blob == bad);
    }

    [Fact]
    public async Task Requeue_BlobThatIsGoodNow_LeavesQuarantine()
    {
        var poison = new InMemoryPoisonQueues("predictions-events", "evaluate");
        poison.Add("predictions-events", "no event", _suite.Clock.GetUtcNow());
        poison.Add("evaluate", WorkMessages.Write(new EvaluateRequest(Pipeline.Model, null)), _suite.Clock.GetUtcNow());
        var requeue = new RequeueRun(_suite.Index, poison, new ReadAgain(_suite.Monitors, _suite.Index, _suite.Queue));
        BlobAddress bad = await _suite.UploadAsync("bad.csv", Batches.Header + "\n1,never,x,y,z,w\n");
        await _suite.PumpAsync();
        RequeueList list = await requeue.ListAsync(CancellationToken.None);
        Assert.Equal(bad.ToString(), Assert.Single(list.Quarantined).Blob);
        Assert.Contains(list.Poisoned, message => message.Reason.Contains("not JSON", StringComparison.Ordinal));
        Assert.Contains(list.Poisoned, message => message.Reason.StartsWith("evaluation of churn/1", StringComparison.Ordinal));

        // Without being asked, it is not read again.
        Assert.Equal(IngestOutcome.AlreadyKnown, await HandleAsync(bad, BlobEventKind.Created));
        RequeueResult result = await requeue.RequeueAsync(
            new RequeueRequest { Blobs = [bad.ToString(), "predictions/none.csv"], Messages = [list.Poisoned[0].Id] }, CancellationToken.None);
        Assert.Equal((1, 1, "predictions/none.csv"), (result.Blobs, result.Messages, Assert.Single(result.NotFound)));
        long revision = (await RowAsync())!.Revision;
        await _suite.PumpAsync();
        Assert.Equal((BatchState.Quarantined, revision), ((await RowAsync())!.State, (await RowAsync())!.Revision));

        await _suite.UploadAsync("bad.csv", Batches.Day(Monday, rows: 20));
        await _suite.PumpAsync();
        Assert.Empty(_suite.Quarantine.Kept);
        Assert.Equal(BatchState.Live, (await RowAsync())!.State);
        Assert.Empty((await requeue.ListAsync(CancellationToken.None)).Quarantined);
    }

    [Fact]
    public async Task PoisonedWork_RaisesAnAlert_UntilItIsPutBack()
    {
        var poison = new InMemoryPoisonQueues("evaluate");
        var watch = new PoisonWatch(poison, _suite.Alerting, _suite.Clock, NullLogger<PoisonWatch>.Instance);
        await watch.LookAsync(CancellationToken.None);
        Assert.Null(await _suite.AlertAsync("queue/evaluate"));

        poison.Add("evaluate", "{}", _suite.Clock.GetUtcNow());
        _suite.Clock.Advance(TimeSpan.FromMinutes(1));
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("queue/evaluate"))?.Phase);

        await poison.PutBackAsync("evaluate", ids: null, CancellationToken.None);
        _suite.Clock.Advance(TimeSpan.FromMinutes(1));
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(AlertPhase.Resolved, (await _suite.AlertAsync("queue/evaluate"))?.Phase);
    }

    [Fact]
    public async Task KilledBetweenReportAndLatest_TheNextRunNotesIt()
    {
        await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        await _suite.UploadAsync("b.csv", Batches.Day(Monday.AddDays(1), seed: 2));
        _suite.Reports.BeforeLatest = _ => throw new FaultyStores.KilledException();
        await Assert.ThrowsAsync<FaultyStores.KilledException>(_suite.PumpAsync);

        _suite.Reports.BeforeLatest = null;
        var again = new EvaluateRequest(Pipeline.Model, Pipeline.Window(Monday.AddDays(1)));
        await _suite.Evaluation().HandleAsync(again, CancellationToken.None);

        await foreach (EvaluationReport latest in _suite.Reports.LatestAsync(CancellationToken.None))
        {
            EvaluationReport? stored = (await _suite.Reports.GetAsync(latest.Model, latest.Spec, latest.Window.End.AddDays(1), CancellationToken.None))?.Value;
            Assert.True(stored is null, $"{latest.Spec} stays at {latest.Window}");
        }
    }

    [Fact]
    public async Task Housekeeping_CollectsWhatNothingRefersTo_WhenItIsOldEnough()
    {
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        await _suite.Profiles.PutAsync([Orphan(blob)], CancellationToken.None);
        _suite.Clock.Advance(TimeSpan.FromHours(2));
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Equal(25, await PartsAsync());

        _suite.Clock.Advance(TimeSpan.FromDays(1));
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Equal(24, await PartsAsync());
        Assert.Equal(480, await _suite.RowsAsync(Monday));

        _suite.Blobs.Delete(blob);
        await HandleAsync(blob, BlobEventKind.Deleted);
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Null(await _suite.Profiles.GetSchemaAsync(Pipeline.Model, CancellationToken.None));
    }

    [Fact]
    public async Task Housekeeping_RemovesABaselineWithoutBlob_AndKeepsAgainOneThatIsMissing()
    {
        await _suite.UploadBaselineAsync(Batches.Day(Monday, rows: 100));
        StoredBaseline kept = (await _suite.Baselines.GetAsync(Pipeline.Model, CancellationToken.None))!;

        // A worker was killed between keeping the baseline of another blob and the ledger; then that blob was deleted.
        await _suite.Baselines.PutAsync(
            kept with { Source = $"baselines/{Pipeline.Model}/gone.csv", ETag = "gone", CreatedAt = kept.CreatedAt.AddHours(1), Rows = 7 }, CancellationToken.None);
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Null(await _suite.Baselines.GetAsync(Pipeline.Model, CancellationToken.None));

        Assert.True(_suite.Queue.Ingest.TryDequeue(out BlobEvent? asked));
        Assert.Equal(Baseline, asked.Blob);
        await _suite.Baseline().HandleAsync(asked, CancellationToken.None);
        Assert.Equal(100, (await _suite.Baselines.GetAsync(Pipeline.Model, CancellationToken.None))?.Rows);
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Empty(_suite.Queue.Ingest);
    }

    [Fact]
    public async Task Housekeeping_MendsTheIndex()
    {
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        BatchRecord row = (await RowAsync())!;
        await _suite.Index.RemoveAsync(row, CancellationToken.None);
        await _suite.Index.NoteAsync(row with { Blob = new BlobAddress(blob.Container, "churn/1/gone.csv"), State = BatchState.Waiting, Revision = 0 }, CancellationToken.None);

        Assert.Empty((await new BatchesRun(_suite.Index, _suite.Ledger, _suite.Blobs).ReadAsync(new BatchQuery(), CancellationToken.None)).Batches);
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Equal(row, await RowAsync());
    }

    [Fact]
    public async Task BatchOfThreeThousandHours_IsKeptByDay_SaysSo_AndLeavesNothingWhenOverwritten()
    {
        var text = new StringBuilder(Batches.Header).Append('\n');
        for (int hour = 0; hour < 3000; hour++)
        {
            DateTime at = new DateTime(2025, 6, 1, 5, 30, 0, DateTimeKind.Utc).AddHours(hour);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"r{hour},{at:yyyy-MM-ddTHH:mm:ssZ},{hour % 10}.5,{hour % 2},0.{hour % 10},{hour % 2}\n");
        }

        await _suite.UploadAsync("a.csv", text.ToString());
        await _suite.PumpAsync();
        BatchRecord row = (await RowAsync())!;
        Assert.Equal((3000, 126), (row.Rows, row.Hours));
        Assert.Contains("by day", row.Notes, StringComparison.Ordinal);
        Assert.Equal(24, await _suite.RowsAsync(new DateOnly(2025, 6, 2)));
        Assert.Equal(19, (await _suite.ReportAsync(new DateOnly(2025, 6, 1)))?.Rows);

        await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        Assert.Equal(24, await PartsAsync());
        Assert.Equal(0, (await _suite.ReportAsync(new DateOnly(2025, 6, 1)))?.Rows);
    }

    private static ProfilePart Orphan(BlobAddress blob) =>
        new(Pipeline.Model, Pipeline.Window(Monday).Start, blob.BatchId, "lost the race", new byte[] { 1 });

    private Task<IngestOutcome> HandleAsync(BlobAddress blob, BlobEventKind kind) =>
        _suite.Ingest().HandleAsync(new BlobEvent(blob, kind), CancellationToken.None);

    private async Task WriteMonitorAsync(string text)
    {
        _suite.Files.Monitors["churn"] = text;
        await _suite.Blobs.PutTextAsync(BlobContainers.Monitors, "churn.yaml", text);
        await _suite.Monitor().HandleAsync(new BlobEvent(new BlobAddress(BlobContainers.Monitors, "churn.yaml"), BlobEventKind.Created), CancellationToken.None);
    }

    private async Task<BatchRecord?> RowAsync() =>
        (await _suite.Index.QueryAsync(new BatchQuery { Model = Pipeline.Model.Model }, CancellationToken.None)).Batches is [var first, ..] ? first : null;

    private async Task<int> PartsAsync()
    {
        int parts = 0;
        await foreach (StoredPart part in _suite.Profiles.ListAsync(Pipeline.Model, window: null, CancellationToken.None))
        {
            parts++;
        }

        return parts;
    }
}
