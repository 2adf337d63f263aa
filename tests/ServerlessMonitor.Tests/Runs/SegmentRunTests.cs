using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using static ServerlessMonitor.Tests.Runs.Batches;

namespace ServerlessMonitor.Tests.Runs;

public sealed class SegmentRunTests
{
    private const string Monitor = "model: churn\nsegments: [{column: country, limit: 3, alert: true}]\nperformance: [{metric: accuracy, below: 0.8}]\n";
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private readonly Pipeline _suite = new();

    [Fact]
    public async Task Ingest_BatchesWithSegments_EveryRowIsInOneAndOneMayAlert()
    {
        _suite.Files.Monitors["churn"] = Monitor;
        await _suite.UploadAsync("a.csv", From("de", Batches.Day(Monday, rows: 200)));
        await _suite.UploadAsync("b.csv", From("fr", Batches.Day(Monday, rows: 100, right: 0.5, seed: 2)));
        await _suite.PumpAsync();

        EvaluationReport report = (await _suite.ReportAsync(Monday))!;
        Assert.Equal([("country=de", 200), ("country=fr", 100)], report.Segments!.Select(segment => (segment.Segment.ToString(), segment.Rows)));
        Assert.Equal(["de", "fr"], (await _suite.Profiles.GetSegmentValuesAsync(Pipeline.Model, CancellationToken.None))!.Value.Of("country"));
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("segment/country=fr/performance/accuracy/below"))?.Phase);
        Assert.Null(await _suite.AlertAsync("segment/country=de/performance/accuracy/below"));
    }

    [Fact]
    public async Task Alert_OfASegmentWithoutRowsInAWindow_GoesOn()
    {
        // Without a baseline, which would know the segment.
        _suite.Files.Monitors["churn"] = Monitor + "baseline: {version: none}\n";
        await _suite.UploadAsync("a.csv", From("fr", Batches.Day(Monday, rows: 100, right: 0.5)));
        await _suite.UploadAsync("b.csv", From("de", Batches.Day(Monday.AddDays(1), rows: 100)));
        await _suite.UploadAsync("c.csv", From("de", Batches.Day(Monday.AddDays(2), rows: 100)));
        await _suite.PumpAsync();
        Assert.Equal(["country=de"], (await _suite.ReportAsync(Monday.AddDays(1)))!.Segments!.Select(segment => segment.Segment.ToString()));
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("segment/country=fr/performance/accuracy/below"))?.Phase);

        await _suite.UploadAsync("d.csv", From("fr", Batches.Day(Monday.AddDays(2), rows: 100, seed: 2)));
        await _suite.PumpAsync();
        Assert.Equal(AlertPhase.Resolved, (await _suite.AlertAsync("segment/country=fr/performance/accuracy/below"))?.Phase);
    }

    [Fact]
    public async Task Alert_OfASegmentThatIsNoLongerNamed_Ends()
    {
        _suite.Files.Monitors["churn"] = Monitor;
        await _suite.UploadAsync("a.csv", From("fr", Batches.Day(Monday, rows: 100, right: 0.5)));
        await _suite.PumpAsync();
        _suite.Files.Monitors["churn"] = Monitor.Replace("segments: [{column: country, limit: 3, alert: true}]\n", string.Empty, StringComparison.Ordinal);
        await _suite.UploadAsync("b.csv", From("fr", Batches.Day(Monday, rows: 100, right: 0.5, seed: 2)));
        await _suite.PumpAsync();
        Assert.Equal(AlertPhase.Inactive, (await _suite.AlertAsync("segment/country=fr/performance/accuracy/below"))?.Phase);
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("performance/accuracy/below"))?.Phase);
    }

    [Fact]
    public async Task Ingest_MoreValuesThanTheLimit_TheRestIsOneSegmentForGood()
    {
        _suite.Files.Monitors["churn"] = Monitor;
        await _suite.UploadAsync("a.csv", Joined(From("de", Batches.Day(Monday, rows: 60)), From("at", Batches.Day(Monday, rows: 30, seed: 2)), From("li", Batches.Day(Monday, rows: 3, seed: 3)), From("ch", Batches.Day(Monday, rows: 20, seed: 4))));
        await _suite.UploadAsync("b.csv", From("li", Batches.Day(Monday, rows: 50, seed: 5)));
        await _suite.PumpAsync();

        EvaluationReport report = (await _suite.ReportAsync(Monday))!;
        Assert.Equal(
            [("country=at", 30), ("country=ch", 20), ("country=de", 60), ("country=(other)", 53)], report.Segments!.Select(segment => (segment.Segment.ToString(), segment.Rows)));
    }

    [Fact]
    public async Task Ingest_AnotherWorkerNamesValuesMeanwhile_TheBatchIsReadAgainInItsTerms()
    {
        _suite.Files.Monitors["churn"] = Monitor.Replace("limit: 3", "limit: 1", StringComparison.Ordinal);
        await _suite.UploadAsync("a.csv", From("de", Batches.Day(Monday, rows: 60)));
        Assert.True(_suite.Queue.Ingest.TryDequeue(out BlobEvent? blobEvent));
        _suite.Faults.Meanwhile = async () =>
        {
            await _suite.UploadAsync("b.csv", From("fr", Batches.Day(Monday, rows: 40, seed: 2)));
            await _suite.PumpAsync();
        };
        await _suite.Ingest().HandleAsync(blobEvent, CancellationToken.None);
        await _suite.PumpAsync();

        EvaluationReport report = (await _suite.ReportAsync(Monday))!;
        Assert.Equal([("country=fr", 40), ("country=(other)", 60)], report.Segments!.Select(segment => (segment.Segment.ToString(), segment.Rows)));
    }

    [Fact]
    public async Task Baseline_WithSegments_IsComparedSegmentBySegment()
    {
        _suite.Files.Monitors["churn"] = Monitor + "windows: {drift: 1d}\n";
        await _suite.UploadBaselineAsync(Joined(From("de", Batches.Day(Monday.AddDays(-9), rows: 3000)), From("fr", Batches.Day(Monday.AddDays(-8), rows: 3000, amount: 14, seed: 2))));
        await _suite.UploadAsync("a.csv", Joined(From("de", Batches.Day(Monday, rows: 2000)), From("fr", Batches.Day(Monday, rows: 2000, amount: 10, seed: 3))));
        await _suite.PumpAsync();

        EvaluationReport report = (await _suite.ReportAsync(Monday))!;
        Assert.All(report.Segments!, segment => Assert.Equal((2000, 3000L), (segment.Rows, segment.BaselineRows)));
        Assert.Equal([("country=fr", "amount")], report.Segments!.SelectMany(segment =>
            segment.Drift.Where(drift => drift.Verdict == DriftVerdict.Drift).Select(drift => (segment.Segment.ToString(), drift.Column))));
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("segment/country=fr/drift/amount"))?.Phase);
    }

    [Fact]
    public async Task Housekeeping_SegmentsNamedAfterTheBaseline_ReadsItAgain()
    {
        await _suite.UploadBaselineAsync(From("de", Batches.Day(Monday.AddDays(-9), rows: 300)));
        await _suite.UploadAsync("a.csv", From("de", Batches.Day(Monday, rows: 200)));
        await _suite.PumpAsync();
        _suite.Files.Monitors["churn"] = Monitor;
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        while (_suite.Queue.Ingest.TryDequeue(out BlobEvent? blobEvent))
        {
            await _suite.Baseline().HandleAsync(blobEvent, CancellationToken.None);
        }

        StoredBaseline stored = (await _suite.Baselines.GetAsync(Pipeline.Model, CancellationToken.None))!;
        Assert.Equal(300, ProfileCodec.FromBytes(stored.Body.Span).Segments[new SegmentKey("country", "de")].Rows);
    }
}
