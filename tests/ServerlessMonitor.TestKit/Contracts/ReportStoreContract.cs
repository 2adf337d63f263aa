using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every store of reports must do.</summary>
public abstract class ReportStoreContract
{
    private static readonly WindowSpec Daily = WindowSpec.Tumbling("1d");
    private readonly ModelVersion _model = new($"m{Guid.NewGuid():n}", "1");

    [Fact]
    public async Task TryPut_ThenGet_GivesTheReport()
    {
        IReportStore store = await CreateAsync();
        Assert.Null(await store.GetAsync(_model, Daily, Day(1), CancellationToken.None));
        Assert.True(await store.TryPutAsync(Report(1), expectedTag: null, CancellationToken.None));

        EvaluationReport? read = (await store.GetAsync(_model, Daily, Day(1), CancellationToken.None))?.Value;

        Assert.Equal((1000, 0.25, "f1"), (read!.Rows, read.Metrics[0].Value, read.Metrics[0].Key));
        Assert.Equal(Report(1).Window, read.Window);
    }

    [Fact]
    public async Task TryPut_WrongTag_IsRefused()
    {
        IReportStore store = await CreateAsync();
        await store.TryPutAsync(Report(1), expectedTag: null, CancellationToken.None);
        Versioned<EvaluationReport>? first = await store.GetAsync(_model, Daily, Day(1), CancellationToken.None);

        Assert.False(await store.TryPutAsync(Report(1) with { Revision = 2 }, expectedTag: null, CancellationToken.None));
        Assert.True(await store.TryPutAsync(Report(1) with { Revision = 2 }, first!.Tag, CancellationToken.None));
        Assert.False(await store.TryPutAsync(Report(1) with { Revision = 3 }, first.Tag, CancellationToken.None));
        Assert.Equal(2, (await store.GetAsync(_model, Daily, Day(1), CancellationToken.None))?.Value.Revision);
    }

    [Fact]
    public async Task Query_AcrossMonths_GivesEndsInsideInOrder()
    {
        IReportStore store = await CreateAsync();
        foreach (int day in (int[])[40, 1, 31, 32, 90])
        {
            await store.TryPutAsync(Report(day), expectedTag: null, CancellationToken.None);
        }

        await store.TryPutAsync(Report(32) with { Spec = WindowSpec.Tumbling("7d") }, expectedTag: null, CancellationToken.None);
        var ends = new List<DateTimeOffset>();
        await foreach (EvaluationReport report in store.QueryAsync(_model, Daily, new TimeWindow(Day(1), Day(40)), CancellationToken.None))
        {
            ends.Add(report.Window.End);
        }

        Assert.Equal([Day(31), Day(32), Day(40)], ends);
    }

    [Fact]
    public async Task Latest_OlderWindowWrittenLast_StillGivesTheNewest()
    {
        IReportStore store = await CreateAsync();
        await store.TryPutAsync(Report(9), expectedTag: null, CancellationToken.None);
        await store.TryPutAsync(Report(3), expectedTag: null, CancellationToken.None);
        var mine = new List<EvaluationReport>();
        await foreach (EvaluationReport report in store.LatestAsync(CancellationToken.None))
        {
            if (report.Model == _model)
            {
                mine.Add(report);
            }
        }

        Assert.Equal(Day(9), Assert.Single(mine).Window.End);
    }

    [Fact]
    public async Task NoteLatest_OlderOrSame_LeavesTheNewest()
    {
        IReportStore store = await CreateAsync();
        await store.TryPutAsync(Report(9), expectedTag: null, CancellationToken.None);
        await store.NoteLatestAsync(Report(3), CancellationToken.None);
        await store.NoteLatestAsync(Report(9) with { Rows = 7 }, CancellationToken.None);
        EvaluationReport? latest = null;
        await foreach (EvaluationReport report in store.LatestAsync(CancellationToken.None))
        {
            latest = report.Model == _model ? report : latest;
        }

        Assert.Equal((Day(9), 1000L), (latest!.Window.End, latest.Rows));

        await store.NoteLatestAsync(Report(10) with { Rows = 8 }, CancellationToken.None);
        await foreach (EvaluationReport report in store.LatestAsync(CancellationToken.None))
        {
            latest = report.Model == _model ? report : latest;
        }

        Assert.Equal((Day(10), 8L), (latest.Window.End, latest.Rows));
    }

    protected abstract Task<IReportStore> CreateAsync();

    private static DateTimeOffset Day(int day) => new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);

    private EvaluationReport Report(int day) => new(_model, Daily, new TimeWindow(Day(day - 1), Day(day)))
    {
        Families = [EvaluationFamily.Performance],
        Rows = 1000,
        InputDigest = "digest",
        Metrics = [new MetricResult("f1", 0.25)],
    };
}
