using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

public sealed class IngestRunTests
{
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private readonly Pipeline _suite = new();

    [Fact]
    public async Task Upload_NewBatch_CountsEveryRowOnce()
    {
        await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        Assert.Equal(480, await _suite.RowsAsync(Monday));
        Assert.Equal(480, (await _suite.ReportAsync(Monday))?.Rows);
    }

    [Fact]
    public async Task Redelivery_OfAKnownBatch_ChangesNothing()
    {
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();

        IngestOutcome again = await _suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Created), CancellationToken.None);

        Assert.Equal(IngestOutcome.AlreadyKnown, again);
        Assert.Empty(_suite.Queue.Evaluate);
        Assert.Equal(480, await _suite.RowsAsync(Monday));
    }

    [Fact]
    public async Task Overwrite_WithOtherDay_MovesTheRowsAndRestatesBothDays()
    {
        await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.UploadAsync("b.csv", Batches.Day(Monday, rows: 100, seed: 2));
        await _suite.PumpAsync();

        await _suite.UploadAsync("a.csv", Batches.Day(Monday.AddDays(1), rows: 240));
        await _suite.PumpAsync();

        Assert.Equal(100, await _suite.RowsAsync(Monday));
        Assert.Equal(240, await _suite.RowsAsync(Monday.AddDays(1)));
        Assert.Equal(100, (await _suite.ReportAsync(Monday))?.Rows);
        Assert.True((await _suite.ReportAsync(Monday))?.Revision > 1);
    }

    [Fact]
    public async Task Delete_OfABatch_RetractsItsRows()
    {
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.UploadAsync("b.csv", Batches.Day(Monday, rows: 100, seed: 2));
        await _suite.PumpAsync();

        _suite.Blobs.Delete(blob);
        Assert.Equal(IngestOutcome.Retracted, await _suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Deleted), CancellationToken.None));
        await _suite.PumpAsync();

        Assert.Equal(100, await _suite.RowsAsync(Monday));
        Assert.Equal(100, (await _suite.ReportAsync(Monday))?.Rows);
    }

    [Fact]
    public async Task EventOfDeletion_WhileTheBlobIsThereAgain_IngestsIt()
    {
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        await _suite.UploadAsync("a.csv", Batches.Day(Monday, rows: 50));

        IngestOutcome outcome = await _suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Deleted), CancellationToken.None);

        Assert.Equal(IngestOutcome.Ingested, outcome);
        Assert.Equal(50, await _suite.RowsAsync(Monday));
    }

    [Fact]
    public async Task SameEventTwiceAtOnce_CountsOnce()
    {
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        var blobEvent = new BlobEvent(blob, BlobEventKind.Created);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _suite.Ingest().HandleAsync(blobEvent, CancellationToken.None))));
        await _suite.PumpAsync();
        Assert.Equal(480, await _suite.RowsAsync(Monday));
        Assert.Equal(480, (await _suite.ReportAsync(Monday))?.Rows);
    }

    [Fact]
    public async Task KilledAtAnyWrite_ThenRedelivered_EndsAsIfNothingHadHappened()
    {
        int points = await CountPointsAsync();
        Assert.True(points >= 8, $"found {points} points");
        for (int dieAt = 1; dieAt <= points; dieAt++)
        {
            var suite = new Pipeline();
            BlobAddress blob = await OverwrittenBatchAsync(suite);
            suite.Faults.Restart();
            suite.Faults.DieAt = dieAt;
            await Assert.ThrowsAsync<FaultyStores.KilledException>(() => suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Created), CancellationToken.None));

            suite.Faults.DieAt = 0;
            await suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Created), CancellationToken.None);
            await suite.PumpAsync();

            Assert.Equal(100, await suite.RowsAsync(Monday));
            Assert.Equal(240, await suite.RowsAsync(Monday.AddDays(1)));
            Assert.Equal(100, (await suite.ReportAsync(Monday))?.Rows);
            Assert.Equal(240, (await suite.ReportAsync(Monday.AddDays(1)))?.Rows);
        }

        async Task<int> CountPointsAsync()
        {
            BlobAddress blob = await OverwrittenBatchAsync(_suite);
            _suite.Faults.Restart();
            await _suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Created), CancellationToken.None);
            return _suite.Faults.Steps;
        }
    }

    [Fact]
    public async Task SlowAnnouncement_WhileANewerVersionComesIn_LeavesItsRowsAlone()
    {
        BlobAddress blob = await OverwrittenBatchAsync(_suite);
        _suite.Faults.Meanwhile = async () =>
        {
            await _suite.UploadAsync("a.csv", Batches.Day(Monday, rows: 50));
            Assert.Equal(IngestOutcome.Ingested, await _suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Created), CancellationToken.None));
        };

        await _suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Created), CancellationToken.None);
        await _suite.PumpAsync();

        Assert.Equal(150, await _suite.RowsAsync(Monday));
        Assert.Equal(0, await _suite.RowsAsync(Monday.AddDays(1)));
        Assert.Equal(150, (await _suite.ReportAsync(Monday))?.Rows);
    }

    [Fact]
    public async Task RowOfTheFarFuture_LeavesTheWindowsBeforeItOpen()
    {
        DateOnly today = DateOnly.FromDateTime(_suite.Clock.GetUtcNow().UtcDateTime);
        await _suite.UploadAsync("a.csv", Batches.Day(today, rows: 100) + "future,2199-01-01T00:00:00Z,10,1,0.9,1\n");
        await _suite.PumpAsync();

        Assert.True((await _suite.ReportAsync(today))?.Provisional);
        Assert.Null(await _suite.ReportAsync(new DateOnly(2150, 1, 1)));
    }

    [Fact]
    public async Task UnreadableBatch_IsQuarantinedWithAnAlert_AndTheRestGoesOn()
    {
        await _suite.UploadAsync("bad.csv", "\n");
        await _suite.UploadAsync("good.csv", Batches.Day(Monday));
        await _suite.PumpAsync();

        BatchProblem problem = Assert.Single(_suite.Quarantine.Kept).Value;
        Assert.Contains("empty", problem.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(AlertPhase.Firing, (await QuarantineAlertAsync())?.Phase);
        Assert.Equal(480, await _suite.RowsAsync(Monday));

        _suite.Clock.Advance(TimeSpan.FromMinutes(1));
        await _suite.UploadAsync("bad.csv", Batches.Day(Monday, rows: 20, seed: 3));
        await _suite.PumpAsync();
        Assert.Equal(AlertPhase.Resolved, (await QuarantineAlertAsync())?.Phase);
        Assert.Equal(500, await _suite.RowsAsync(Monday));
    }

    [Fact]
    public async Task BatchOfAModelWhoseMonitorIsBroken_WaitsAndLosesNothing()
    {
        _suite.Files.Monitors["churn"] = "model: churn\nperformanse: []\n";
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        Assert.Equal(IngestOutcome.Held, await _suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Created), CancellationToken.None));

        _suite.Files.Monitors["churn"] = "model: churn\n";
        await _suite.PumpAsync();
        Assert.Equal(480, await _suite.RowsAsync(Monday));
    }

    private static async Task<BlobAddress> OverwrittenBatchAsync(Pipeline suite)
    {
        BlobAddress blob = await suite.UploadAsync("a.csv", Batches.Day(Monday));
        await suite.UploadAsync("b.csv", Batches.Day(Monday, rows: 100, seed: 2));
        await suite.PumpAsync();
        await suite.UploadAsync("a.csv", Batches.Day(Monday.AddDays(1), rows: 240));
        suite.Queue.Ingest.Clear();
        return blob;
    }

    private async Task<AlertState?> QuarantineAlertAsync()
    {
        await foreach (Versioned<AlertTimeline> alert in _suite.Alerts.ListAsync(model: null, CancellationToken.None))
        {
            if (alert.Value.Identity.AlertName == AlertEvent.BatchQuarantinedName)
            {
                return alert.Value.State;
            }
        }

        return null;
    }
}
