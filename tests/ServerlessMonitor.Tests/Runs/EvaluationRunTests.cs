using System.Globalization;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

public sealed class EvaluationRunTests
{
    private const string Monitor = """
        model: churn
        windows: {performance: 1d, quality: 1d, drift: 1d}
        performance:
          - {metric: f1, below: 0.6, for: 2, severity: critical}
        drift: {method: psi, threshold: 0.2, columns: {amount: {severity: warning}}}
        """;

    private static readonly DateOnly Monday = new(2026, 2, 23);
    private readonly Pipeline _suite = new();

    public EvaluationRunTests() => _suite.Files.Monitors["churn"] = Monitor;

    [Fact]
    public async Task WorseModel_TwoDaysInARow_FiresThenResolves()
    {
        await _suite.UploadBaselineAsync(Batches.Day(Monday.AddDays(-7), rows: 4000));
        await DayAsync(0, right: 0.9);
        Assert.Null(await _suite.AlertAsync("performance/f1/below"));

        await DayAsync(1, right: 0.3);
        Assert.Equal(AlertPhase.Pending, (await _suite.AlertAsync("performance/f1/below"))?.Phase);
        await DayAsync(2, right: 0.3);
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("performance/f1/below"))?.Phase);
        await DayAsync(3, right: 0.9);
        Assert.Equal(AlertPhase.Resolved, (await _suite.AlertAsync("performance/f1/below"))?.Phase);
    }

    [Fact]
    public async Task DaysUploadedInAnyOrder_EndInTheSameAlert()
    {
        await _suite.UploadBaselineAsync(Batches.Day(Monday.AddDays(-7), rows: 4000));
        await DayAsync(2, right: 0.3);
        await DayAsync(0, right: 0.9);
        await DayAsync(1, right: 0.3);

        AlertState? state = await _suite.AlertAsync("performance/f1/below");

        Assert.Equal(AlertPhase.Firing, state?.Phase);
        Assert.Equal(Pipeline.Window(Monday.AddDays(1)).Start, state?.ActiveSince);
    }

    [Fact]
    public async Task DriftedFeature_IsNamedWithItsBins()
    {
        await _suite.UploadBaselineAsync(Batches.Day(Monday.AddDays(-7), rows: 4000));
        await DayAsync(0, amount: 12);

        EvaluationReport? report = await _suite.ReportAsync(Monday);

        DriftResult amount = Assert.Single(report!.Drift, drift => drift.Column == "amount");
        Assert.Equal(DriftVerdict.Drift, amount.Verdict);
        Assert.True(amount.Value > 1);
        Assert.NotEmpty(amount.Decomposition);
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("drift/amount"))?.Phase);
    }

    [Fact]
    public async Task HalfADay_IsProvisional_AndAlertsNobody()
    {
        await _suite.UploadBaselineAsync(Batches.Day(Monday.AddDays(-7), rows: 4000));
        string half = string.Join('\n', Batches.Day(Monday, right: 0.1, amount: 15).Split('\n').Take(200));
        await _suite.UploadAsync("half.csv", half);
        await _suite.PumpAsync();

        Assert.True((await _suite.ReportAsync(Monday))?.Provisional);
        Assert.Null(await _suite.AlertAsync("drift/amount"));
    }

    [Fact]
    public async Task SameInputs_KeepTheReport()
    {
        await DayAsync(0);
        int revision = (await _suite.ReportAsync(Monday))!.Revision;
        await _suite.Evaluation().HandleAsync(new EvaluateRequest(Pipeline.Model, Pipeline.Window(Monday)), CancellationToken.None);
        Assert.Equal(revision, (await _suite.ReportAsync(Monday))!.Revision);
    }

    [Fact]
    public async Task NoUpload_ComparesWithTheDaysBefore()
    {
        for (int day = 0; day < 4; day++)
        {
            await DayAsync(day);
        }

        await DayAsync(4, amount: 14);
        EvaluationReport? report = await _suite.ReportAsync(Monday.AddDays(4));
        Assert.Contains("2026-02", report!.BaselineName, StringComparison.Ordinal);
        Assert.Equal(DriftVerdict.Drift, Assert.Single(report.Drift, drift => drift.Column == "amount").Verdict);
    }

    [Fact]
    public async Task VolumeDrop_WaitsForTheWindowToBeComplete_ThenBreaches()
    {
        for (int day = 0; day < 4; day++)
        {
            await DayAsync(day);
        }

        await _suite.UploadAsync("4.csv", Batches.Day(Monday.AddDays(4), rows: 60));
        await _suite.PumpAsync();
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("quality/volume"))?.Phase);
    }

    [Fact]
    public async Task RowOfLongAgo_HasItsWindow_AndTheDecadesBetweenHaveNone()
    {
        var ancient = new DateOnly(1970, 1, 1);
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday) + "ancient,1970-01-01T00:00:00Z,10,1,0.9,1\n");
        await _suite.PumpAsync();

        Assert.Equal(480, (await _suite.ReportAsync(Monday))?.Rows);
        Assert.Equal(1, (await _suite.ReportAsync(ancient))?.Rows);
        Assert.Null(await _suite.ReportAsync(ancient.AddDays(400)));

        _suite.Blobs.Delete(blob);
        await _suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Deleted), CancellationToken.None);
        await _suite.PumpAsync();
        Assert.Equal(0, (await _suite.ReportAsync(Monday))?.Rows);
        Assert.Equal(0, (await _suite.ReportAsync(ancient))?.Rows);
    }

    [Fact]
    public async Task SlowEvaluation_ThatSawLessData_DoesNotMakeACompleteWindowProvisional()
    {
        await DayAsync(0);
        CatalogEntry now = (await _suite.Catalog.GetAsync(Pipeline.Model, CancellationToken.None))!;
        CatalogEntry earlier = now with { Events = new TimeWindow(now.Events.Start, now.Events.End.AddHours(-12)) };
        Assert.False((await _suite.ReportAsync(Monday))?.Provisional);

        await _suite.Evaluation(new SlowCatalog(_suite.Catalog, earlier)).HandleAsync(
            new EvaluateRequest(Pipeline.Model, Pipeline.Window(Monday)), CancellationToken.None);

        Assert.False((await _suite.ReportAsync(Monday))?.Provisional);
    }

    [Fact]
    public async Task BrokenAlertingFiles_HoldTheNews_AndStopNothing()
    {
        _suite.Files.Alerting = new AlertingTexts("route: {reciever: ml}\n", null);
        await _suite.UploadBaselineAsync(Batches.Day(Monday.AddDays(-7), rows: 4000));
        await DayAsync(0, amount: 14);
        await DayAsync(1, amount: 14);
        Assert.Empty(_suite.Queue.Notify);
        Assert.NotNull(await _suite.ReportAsync(Monday.AddDays(1)));

        _suite.Files.Alerting = new AlertingTexts("route: {receiver: ml}\nreceivers: [{name: ml}]\n", null);
        await DayAsync(2, amount: 14);
        await foreach (Versioned<AlertTimeline> alert in _suite.Alerts.ListAsync(model: null, CancellationToken.None))
        {
            Assert.False(alert.Value.NotificationDue, alert.Value.Identity.RuleId);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(45)]
    [InlineData(60)]
    public async Task BatchesThatOnlyMoveTheWatermark_CloseTheWindowBefore(int minutes)
    {
        var first = new DateOnly(2026, 3, 3);
        string[] rows = [.. Enumerable.Range(0, 2).SelectMany(day => Batches.Day(first.AddDays(day)).Split('\n')[1..^1])];
        var length = TimeSpan.FromMinutes(minutes);
        DateTimeOffset start = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        _suite.Clock.SetUtcNow(start);
        for (DateTimeOffset at = start; at < start.AddHours(26); at += length)
        {
            _suite.Clock.SetUtcNow(at + length);
            string[] batch = [.. rows.Where(row => DateTimeOffset.Parse(row.Split(',')[1], CultureInfo.InvariantCulture) is var time && time >= at && time < at + length)];
            await _suite.UploadAsync($"{at:yyyyMMddHHmm}.csv", string.Join('\n', [Batches.Header, .. batch, string.Empty]));
            await _suite.PumpAsync();
        }

        EvaluationReport? report = await _suite.ReportAsync(first);
        Assert.Equal((480, false), (report?.Rows, report?.Provisional));
        Assert.True((await _suite.ReportAsync(first.AddDays(1)))?.Provisional);
    }

    [Fact]
    public async Task WindowThatTheHourlyTimerFindsClosed_IsEvaluatedThen()
    {
        await DayAsync(0);
        var report = (await _suite.ReportAsync(Monday))!;
        await _suite.Reports.TryPutAsync(report with { Provisional = true, InputDigest = "as it was", Revision = 2 }, await TagAsync(), CancellationToken.None);
        await _suite.UploadAsync("1.csv", Batches.Day(Monday.AddDays(1)));
        await _suite.Ingest().HandleAsync(_suite.Queue.Ingest.Single(), CancellationToken.None);
        _suite.Queue.Evaluate.Clear();

        await ByTheClockAsync();

        Assert.False((await _suite.ReportAsync(Monday))?.Provisional);

        async Task<string> TagAsync() => (await _suite.Reports.GetAsync(Pipeline.Model, report.Spec, report.Window.End, CancellationToken.None))!.Tag;
    }

    [Fact]
    public async Task LateDay_RestatesTheVolumeVerdictsAfterIt()
    {
        foreach (int day in (int[])[0, 1, 3])
        {
            await _suite.UploadAsync($"{day}.csv", Batches.Day(Monday.AddDays(day), rows: 100));
            await _suite.PumpAsync();
        }

        int before = (await _suite.ReportAsync(Monday.AddDays(3)))!.Revision;
        await _suite.UploadAsync("2.csv", Batches.Day(Monday.AddDays(2), rows: 1000));
        await _suite.PumpAsync();
        Assert.True((await _suite.ReportAsync(Monday.AddDays(3)))!.Revision > before);
    }

    [Fact]
    public async Task NothingArrives_LongerThanTheMonitorAllows_FiresUntilABatchComes()
    {
        _suite.Files.Monitors["churn"] = Monitor + "\nquality: {freshness: 26h}\n";
        await DayAsync(0);
        _suite.Clock.Advance(TimeSpan.FromHours(25));
        await ByTheClockAsync();
        Assert.Null(await _suite.AlertAsync("quality/freshness"));

        _suite.Clock.Advance(TimeSpan.FromHours(2));
        await ByTheClockAsync();
        await ByTheClockAsync();
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("quality/freshness"))?.Phase);

        await DayAsync(1);
        Assert.Equal(AlertPhase.Resolved, (await _suite.AlertAsync("quality/freshness"))?.Phase);
    }

    private Task ByTheClockAsync() => _suite.Evaluation().HandleAsync(new EvaluateRequest(Pipeline.Model, Range: null), CancellationToken.None);

    private async Task DayAsync(int day, double right = 0.9, double amount = 10)
    {
        await _suite.UploadAsync($"{day}.csv", Batches.Day(Monday.AddDays(day), right: right, amount: amount));
        await _suite.PumpAsync();
    }

    /// <summary>Gives at first what was there a moment before.</summary>
    private sealed class SlowCatalog(IModelCatalog inner, CatalogEntry earlier) : IModelCatalog
    {
        private int _reads;

        public Task<CatalogEntry?> GetAsync(ModelVersion model, CancellationToken cancellationToken) =>
            _reads++ == 0 ? Task.FromResult<CatalogEntry?>(earlier) : inner.GetAsync(model, cancellationToken);

        public Task<long> NoteBatchAsync(ModelVersion model, TimeWindow events, DateTimeOffset arrivedAt, CancellationToken cancellationToken) =>
            inner.NoteBatchAsync(model, events, arrivedAt, cancellationToken);

        public Task NoteSupersededAsync(ModelVersion model, CancellationToken cancellationToken) => inner.NoteSupersededAsync(model, cancellationToken);

        public Task NoteEvaluatedAsync(ModelVersion model, EvaluatedSpan span, CancellationToken cancellationToken) => inner.NoteEvaluatedAsync(model, span, cancellationToken);

        public IAsyncEnumerable<CatalogEntry> ListAsync(string? model, CancellationToken cancellationToken) => inner.ListAsync(model, cancellationToken);
    }
}
