using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Tests.Runs;

public sealed class LabelRunTests
{
    private const string Monitor = "model: churn\ntask: binary\ncolumns: {positive: \"1\"}\n";
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private readonly Pipeline _suite = new();

    public LabelRunTests() => _suite.Files.Monitors["churn"] = Monitor;

    [Fact]
    public async Task Labels_AfterTheirPredictions_RestateTheWindow()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();
        EvaluationReport? before = await _suite.ReportAsync(Monday);

        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 40, "1"));
        await _suite.PumpAsync();

        EvaluationReport? after = await _suite.ReportAsync(Monday);
        Assert.Equal((0, 40), (before!.LabelledRows, after!.LabelledRows));
        Assert.True(after.Revision > before.Revision, $"revision {after.Revision} after {before.Revision}");
        Assert.Equal(before.Rows, after.Rows);
        LabelStatus status = await StatusAsync(labels);
        Assert.Equal(("live", 40, 40, 0, 0, 0), (status.State, status.Labels, status.Matched, status.Corrected, status.Waiting, status.Joining));
        Assert.Equal([new LabelledVersion("1", 1, 40, 0, 0)], status.Versions);
    }

    [Fact]
    public async Task Labels_BeforeTheirPredictions_WaitForThem()
    {
        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 40, "1") + "nobody,1\n");
        await _suite.PumpAsync();
        LabelStatus waiting = await StatusAsync(labels);
        Assert.Equal((41, 0, 41, 0), (waiting.Labels, waiting.Matched, waiting.Waiting, waiting.Unknown));

        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();
        _suite.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(40, (await _suite.ReportAsync(Monday))!.LabelledRows);
        LabelStatus found = await StatusAsync(labels);
        Assert.Equal((40, 0, 1), (found.Matched, found.Waiting, found.Unknown));
    }

    [Fact]
    public async Task LaterFile_CorrectsTheEarlier_WhicheverIsReadFirst()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();
        await _suite.UploadLabelsAsync("first.csv", Labels(0, 60, "1"));
        _suite.Clock.Advance(TimeSpan.FromMinutes(1));
        BlobAddress second = await _suite.UploadLabelsAsync("second.csv", Labels(50, 60, "0"));

        // The later one is handled first.
        Assert.True(_suite.Queue.Ingest.TryDequeue(out BlobEvent? first));
        await _suite.PumpAsync();
        _suite.Queue.Ingest.Enqueue(first);
        await _suite.PumpAsync();

        ClassificationOutcome classes = await OutcomeAsync();
        Assert.Equal((60, 50), (classes.Rows, classes.Confusion.Where(pair => pair.Key.Label == "1").Sum(pair => pair.Value)));
        Assert.Equal((10, 10), ((await StatusAsync(second)).Matched, (await StatusAsync(second)).Corrected));
    }

    [Fact]
    public async Task DeletedFile_TakesItsLabelsBack()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.UploadLabelsAsync("stays.csv", Labels(0, 20, "1"));
        BlobAddress goes = await _suite.UploadLabelsAsync("goes.csv", Labels(10, 60, "0"));
        await _suite.PumpAsync();
        Assert.Equal(60, (await _suite.ReportAsync(Monday))!.LabelledRows);

        _suite.Blobs.Delete(goes);
        _suite.Queue.Ingest.Enqueue(new BlobEvent(goes, BlobEventKind.Deleted));
        await _suite.PumpAsync();

        Assert.Equal(20, (await _suite.ReportAsync(Monday))!.LabelledRows);
        Assert.Equal("retracted", (await StatusAsync(goes)).State);
    }

    [Fact]
    public async Task OverwrittenFile_CountsAsItIsNow()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 50, "1"));
        await _suite.PumpAsync();
        await _suite.UploadLabelsAsync("l.csv", Labels(40, 70, "0"));
        await _suite.PumpAsync();

        ClassificationOutcome classes = await OutcomeAsync();
        Assert.Equal((30, 0), (classes.Rows, classes.Confusion.Where(pair => pair.Key.Label == "1").Sum(pair => pair.Value)));
    }

    [Fact]
    public async Task OverwrittenBatch_FindsItsLabelsAgain()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 50, "1"));
        await _suite.PumpAsync();
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 30));
        await _suite.PumpAsync();

        EvaluationReport? report = await _suite.ReportAsync(Monday);
        Assert.Equal((30, 30), (report!.Rows, report.LabelledRows));
    }

    [Fact]
    public async Task SeveralVersions_GetTheSameLabels()
    {
        foreach (string version in (string[])["1", "2"])
        {
            var address = new BlobAddress(BlobContainers.Predictions, $"churn/{version}/a.csv");
            await _suite.Blobs.PutTextAsync(address.Container, address.Path, Unlabelled(Monday, rows: 100));
            _suite.Queue.Ingest.Enqueue(new BlobEvent(address, BlobEventKind.Created));
        }

        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 30, "1"));
        await _suite.PumpAsync();

        LabelStatus status = await StatusAsync(labels);
        Assert.Equal([new LabelledVersion("1", 1, 30, 0, 0), new LabelledVersion("2", 1, 30, 0, 0)], status.Versions);
        Assert.Equal((30, 0), (status.Matched, status.Waiting));
    }

    [Fact]
    public async Task LabelsOfIdsThatSeveralRowsHave_AreUnused_WhereTheMonitorRejectsThem()
    {
        _suite.Files.Monitors["churn"] = Monitor + "labels: {duplicateIds: reject}\n";
        string rows = Unlabelled(Monday, rows: 100);
        await _suite.UploadAsync("a.csv", rows + string.Join('\n', rows.Split('\n').Skip(1).Take(3)) + "\n");
        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 40, "1"));
        await _suite.PumpAsync();

        LabelStatus status = await StatusAsync(labels);
        Assert.Equal((40, 3, 0), (status.Matched, status.Unused, status.Joining));
        Assert.Equal(37, (await OutcomeAsync()).Rows);
    }

    [Fact]
    public async Task LabelsInTheBatch_AreCorrected()
    {
        await _suite.UploadAsync("a.csv", Batches.Day(Monday, rows: 100, right: 1));
        await _suite.PumpAsync();
        ClassificationOutcome before = await OutcomeAsync();
        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 100, "1"));
        await _suite.PumpAsync();

        ClassificationOutcome after = await OutcomeAsync();
        long negatives = before.Confusion.Where(pair => pair.Key.Label == "0").Sum(pair => pair.Value);
        Assert.Equal((100, 100, 100 - negatives), (before.Rows, after.Rows, after.Correct));
        Assert.Equal(negatives, (await StatusAsync(labels)).Corrected);
    }

    [Fact]
    public async Task AbsentLabels_CountOnceTheirTimeHasPassed()
    {
        _suite.Files.Monitors["churn"] = Monitor + "labels: {absentMeans: negative, after: 30d}\n";
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 10, "1"));
        await _suite.PumpAsync();
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        await _suite.PumpAsync();
        Assert.Equal(10, (await _suite.ReportAsync(Monday))!.LabelledRows);

        _suite.Clock.Advance(TimeSpan.FromDays(31));
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        await _suite.PumpAsync();

        ClassificationOutcome classes = await OutcomeAsync();
        Assert.Equal((100, 10), (classes.Rows, classes.Confusion.Where(pair => pair.Key.Label == "1").Sum(pair => pair.Value)));
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Empty(_suite.Queue.Join);
    }

    [Fact]
    public async Task Horizon_Over_PredictionsAreForgotten_AndTheOutcomeStays()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 10, "1"));
        await _suite.PumpAsync();
        _suite.Clock.Advance(TimeSpan.FromDays(92));
        await _suite.Housekeeping().RunAsync(CancellationToken.None);

        BlobAddress late = await _suite.UploadLabelsAsync("late.csv", Labels(10, 20, "1"));
        await _suite.PumpAsync();

        Assert.Equal(10, (await OutcomeAsync()).Rows);
        Assert.Equal((0, 10), ((await StatusAsync(late)).Matched, (await StatusAsync(late)).Waiting));
    }

    [Fact]
    public async Task BrokenMonitor_HoldsTheLabels_AndTheRepairBringsThem()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();
        _suite.Files.Monitors["churn"] = "model: churn\nperformanse: []\n";
        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 10, "1"));
        await _suite.PumpAsync();
        Assert.Equal("waiting", (await StatusAsync(labels)).State);

        var file = new BlobAddress(BlobContainers.Monitors, "churn.yaml");
        _suite.Files.Monitors["churn"] = Monitor;
        await _suite.Blobs.PutTextAsync(file.Container, file.Path, Monitor);
        await _suite.Monitor().HandleAsync(new BlobEvent(file, BlobEventKind.Created), CancellationToken.None);
        await _suite.PumpAsync();

        Assert.Equal(10, (await OutcomeAsync()).Rows);
    }

    [Fact]
    public async Task UnreadableLabels_AreQuarantined_AndRaiseAnAlert()
    {
        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", "prediction_id,outcome_of_the_day_before\n1,1\n");
        await _suite.PumpAsync();

        LabelStatus status = await StatusAsync(labels);
        Assert.Equal("quarantined", status.State);
        Assert.Contains("label", status.Problem, StringComparison.Ordinal);
        Assert.NotNull(await _suite.AlertAsync($"ingest/quarantine/{labels.BatchId}"));
    }

    [Fact]
    public async Task LabelsOfNoArrival_DoNotCountAsOne()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();
        DateTimeOffset arrived = (await _suite.Catalog.GetAsync(Pipeline.Model, CancellationToken.None))!.LastArrival;
        _suite.Clock.Advance(TimeSpan.FromDays(3));
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 10, "1"));
        await _suite.PumpAsync();

        Assert.Equal(10, (await OutcomeAsync()).Rows);
        Assert.Equal(arrived, (await _suite.Catalog.GetAsync(Pipeline.Model, CancellationToken.None))!.LastArrival);
    }

    [Fact]
    public async Task Compacted_DayThatGetsLabels_IsWhatItsHoursAre()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();
        await _suite.Compact().RunAsync(CancellationToken.None);
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 10, "1"));
        await _suite.PumpAsync();
        Assert.Equal(10, (await OutcomeAsync()).Rows);

        await _suite.Compact().RunAsync(CancellationToken.None);
        Assert.Equal(10, (await OutcomeAsync()).Rows);
    }

    [Fact]
    public async Task SlowAnnouncerOfAnOldVersion_LeavesTheLinksOfTheNewOne()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 50, "1"));
        _suite.Faults.MeanwhileLinksAreListed = async () =>
        {
            // Another worker finishes what this one has begun, and takes in the next version.
            BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 70, "0"));
            await _suite.HandleAsync(new BlobEvent(labels, BlobEventKind.Created));
        };
        await _suite.PumpAsync();

        ClassificationOutcome classes = await OutcomeAsync();
        Assert.Equal((70, 0), (classes.Rows, classes.Confusion.Where(pair => pair.Key.Label == "1").Sum(pair => pair.Value)));
    }

    [Fact]
    public async Task LabelsThatCountAgain_AreNotForgottenWithWhatTheyWere()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.UploadLabelsAsync("stays.csv", Labels(0, 20, "1"));
        await _suite.PumpAsync();
        BlobAddress goes = await _suite.UploadLabelsAsync("goes.csv", Labels(10, 60, "0"));
        _suite.Faults.Meanwhile = async () =>
        {
            // Just before the version without the second file is forgotten, that file goes, and the first is alone again.
            _suite.Blobs.Delete(goes);
            await _suite.HandleAsync(new BlobEvent(goes, BlobEventKind.Deleted));
            while (_suite.Queue.Join.TryDequeue(out JoinRequest? join))
            {
                await _suite.Join().HandleAsync(join, CancellationToken.None);
            }
        };
        await _suite.PumpAsync();

        Assert.Equal(100, await _suite.RowsAsync(Monday));
        Assert.Equal(20, (await OutcomeAsync()).Rows);
    }

    [Fact]
    public async Task BatchInPlaceOfALargerOne_GetsItsLabels_ThoughTheLargerIsStillKept()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 10_000));
        await _suite.PumpAsync();
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 10));
        await _suite.PumpAsync();
        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 10_000, "1"));
        await _suite.PumpAsync();

        Assert.Equal(10, (await OutcomeAsync()).Rows);
        Assert.Equal((10, 9_990), ((await StatusAsync(labels)).Matched, (await StatusAsync(labels)).Waiting));
    }

    [Fact]
    public async Task RowsDatedByTheirPath_FindLabelsOfAnyHourOfTheirDay()
    {
        string rows = string.Join('\n', Unlabelled(Monday, rows: 100).Split('\n').Select(line => string.Join(',', line.Split(',').Where((_, i) => i != 1))));
        await _suite.UploadAsync("2026/02/23/a.csv", rows);
        await _suite.UploadLabelsAsync("l.csv", TimedLabels(0, 40, "2026-02-23T15:00:00Z"));
        await _suite.PumpAsync();

        Assert.Equal(40, (await OutcomeAsync()).Rows);
    }

    [Fact]
    public async Task LabelsWhoseTimeIsAnother_AreLookedForEverywhere()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();
        await _suite.UploadLabelsAsync("l.csv", TimedLabels(0, 40, "2026-03-01T15:00:00Z"));
        await _suite.PumpAsync();

        Assert.Equal(40, (await OutcomeAsync()).Rows);
    }

    /// <summary>Local times taken for UTC: most labels of a day still find a batch of that day, and those of its border none.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LabelsWhoseTimesAreShifted_FindAllTheirBatches_WhicheverComesFirst(bool labelsFirst)
    {
        string[] lines = Unlabelled(Monday, rows: 96).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string labels = "prediction_id,timestamp,label\n" + string.Concat(lines.Skip(1).Select(line => line.Split(',')).Select(cells =>
            $"{cells[0]},{DateTimeOffset.Parse(cells[1], CultureInfo.InvariantCulture).AddHours(5):yyyy-MM-ddTHH:mm:ssZ},1\n"));
        foreach (bool isLabels in (bool[])[labelsFirst, !labelsFirst])
        {
            if (isLabels)
            {
                await _suite.UploadLabelsAsync("l.csv", labels);
            }

            for (int part = 0; !isLabels && part < 24; part++)
            {
                await _suite.UploadAsync($"{part:D2}.csv", string.Join('\n', lines.Skip(1 + (part * 4)).Take(4).Prepend(lines[0])) + "\n");
            }

            await _suite.PumpAsync();
        }

        Assert.Equal(96, (await OutcomeAsync()).Rows);
    }

    [Fact]
    public async Task DamagedLabelsThatCountNoMore_StopNoBatch()
    {
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 20, "0"));
        await _suite.PumpAsync();
        await DamageAsync();
        _suite.Clock.Advance(TimeSpan.FromMinutes(1));
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 30, "1"));
        await _suite.PumpAsync();

        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();

        Assert.Equal(30, (await OutcomeAsync()).Rows);
    }

    [Fact]
    public async Task DamagedLabelsThatCount_AreNamed_AndReadOnceTheyAreSound()
    {
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 20, "1"));
        await _suite.PumpAsync();
        (string name, byte[] sound) = await DamageAsync();
        BlobAddress batch = await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        Exception refused = await Assert.ThrowsAsync<KeptFormatException>(_suite.PumpAsync);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);

        await _suite.Kept.DeleteAsync(name, CancellationToken.None);
        await _suite.Kept.PutAsync(name, new MemoryStream(sound), CancellationToken.None);
        _suite.Queue.Ingest.Enqueue(new BlobEvent(batch, BlobEventKind.Created));
        await _suite.PumpAsync();

        Assert.Equal(20, (await OutcomeAsync()).Rows);
    }

    [Fact]
    public async Task JoinThatWasGivenUp_IsAskedForAgain()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.PumpAsync();
        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 40, "1"));
        await _suite.HandleAsync(new BlobEvent(labels, BlobEventKind.Created));
        Assert.True(_suite.Queue.Join.TryDequeue(out _));
        Assert.Equal(1, (await StatusAsync(labels)).Joining);

        _suite.Clock.Advance(TimeSpan.FromHours(2));
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        await _suite.PumpAsync();

        Assert.Equal(40, (await OutcomeAsync()).Rows);
        Assert.Equal(0, (await StatusAsync(labels)).Joining);
    }

    [Fact]
    public async Task LabelsDeletedByRetention_GoOnCounting()
    {
        _suite.Retention.RetentionDays = 5;
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        BlobAddress labels = await _suite.UploadLabelsAsync("l.csv", Labels(0, 40, "1"));
        await _suite.PumpAsync();
        _suite.Clock.Advance(TimeSpan.FromDays(6));
        _suite.Blobs.Delete(labels);
        _suite.Queue.Ingest.Enqueue(new BlobEvent(labels, BlobEventKind.Deleted));
        await _suite.PumpAsync();

        Assert.Equal(40, (await OutcomeAsync()).Rows);
        Assert.Equal("expired", (await StatusAsync(labels)).State);
    }

    [Fact]
    public async Task JoinWhileABatchIsReadAgain_DoesNotHaveItReadOnceMore()
    {
        await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 40, "1"));
        await _suite.PumpAsync();
        BlobAddress batch = await _suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 50));
        _suite.Queue.Ingest.Clear();
        await _suite.UploadLabelsAsync("more.csv", Labels(40, 45, "1"));
        int opened = 0;
        var blobs = new OpenHook(_suite.Blobs, async () =>
        {
            opened++;
            await _suite.PumpAsync();
        });

        await _suite.Ingest(blobs).HandleAsync(new BlobEvent(batch, BlobEventKind.Created), CancellationToken.None);
        await _suite.PumpAsync();

        Assert.Equal(1, opened);
        Assert.Equal((50, 45), (await _suite.RowsAsync(Monday), (await OutcomeAsync()).Rows));
    }

    [Fact]
    public async Task Killed_AtAnyWrite_EndsInTheSame()
    {
        int steps = await RunUntilKilledAsync(dieAt: 0);
        Assert.InRange(steps, 20, 200);
        for (int dieAt = 1; dieAt <= steps; dieAt++)
        {
            await RunUntilKilledAsync(dieAt);
        }
    }

    /// <summary>A batch and two files of labels, with a worker that dies once; its message comes back.</summary>
    private static async Task<int> RunUntilKilledAsync(int dieAt)
    {
        var suite = new Pipeline();
        suite.Files.Monitors["churn"] = Monitor;
        await suite.UploadAsync("a.csv", Unlabelled(Monday, rows: 100));
        await suite.UploadLabelsAsync("one.csv", Labels(0, 40, "1"));
        suite.Clock.Advance(TimeSpan.FromMinutes(1));
        await suite.UploadLabelsAsync("two.csv", Labels(30, 60, "0"));
        int steps = await suite.PumpDyingAsync(dieAt);
        EvaluationReport? report = await suite.ReportAsync(Monday);
        ClassificationOutcome classes = (await suite.Windows.LoadAsync(Pipeline.Model, Pipeline.Window(Monday), CancellationToken.None)).Profile.Outcome!.Classes!;
        Assert.Equal((60, 60, 30), (report!.LabelledRows, classes.Rows, classes.Confusion.Where(pair => pair.Key.Label == "1").Sum(pair => pair.Value)));
        return steps;
    }

    /// <summary>Changes a byte of the only file of kept labels.</summary>
    private async Task<(string Name, byte[] Sound)> DamageAsync()
    {
        string? name = null;
        await foreach (KeptFileListing listed in _suite.Kept.ListAsync("labels/", CancellationToken.None))
        {
            Assert.Null(name);
            name = listed.Name;
        }

        byte[] sound;
        await using (IKeptFile file = (await _suite.Kept.OpenAsync(name!, CancellationToken.None))!)
        {
            sound = new byte[file.Length];
            await file.ReadAsync(0, sound, CancellationToken.None);
        }

        byte[] damaged = [.. sound];
        damaged[^20] ^= 1;
        await _suite.Kept.DeleteAsync(name!, CancellationToken.None);
        await _suite.Kept.PutAsync(name!, new MemoryStream(damaged), CancellationToken.None);
        _suite.Forget();
        return (name!, sound);
    }

    /// <summary>A day's batch without its labels.</summary>
    private static string Unlabelled(DateOnly day, int rows) =>
        string.Join('\n', Batches.Day(day, rows).Split('\n').Select(line => line.Length == 0 ? line : line[..line.LastIndexOf(',')]));

    private static string Labels(int from, int to, string label) =>
        "prediction_id,label\n" + string.Concat(Enumerable.Range(from, to - from).Select(row => string.Create(CultureInfo.InvariantCulture, $"{Monday:yyyyMMdd}-1-{row},{label}\n")));

    private static string TimedLabels(int from, int to, string time) =>
        "prediction_id,timestamp,label\n" + string.Concat(Enumerable.Range(from, to - from).Select(row => string.Create(CultureInfo.InvariantCulture, $"{Monday:yyyyMMdd}-1-{row},{time},1\n")));

    private Task<LabelStatus> StatusAsync(BlobAddress labels) => _suite.LabelStatus().ReadAsync(labels, CancellationToken.None);

    private async Task<ClassificationOutcome> OutcomeAsync() =>
        (await _suite.Windows.LoadAsync(Pipeline.Model, Pipeline.Window(Monday), CancellationToken.None)).Profile.Outcome!.Classes!;
}
