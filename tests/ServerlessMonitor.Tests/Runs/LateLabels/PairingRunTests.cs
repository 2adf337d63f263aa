using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Runs.LateLabels;

public sealed class PairingRunTests
{
    private const string Monitor = "model: churn\ntask: binary\ncolumns: {positive: \"1\"}\nwindows: {performance: 1d}\n";
    private const int Rows = 200;
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private readonly Pipeline _suite = new();

    public PairingRunTests() => _suite.Files.Monitors["churn"] = Monitor;

    [Fact]
    public async Task LateLabels_OfTwoVersions_ArePairedById()
    {
        await UploadAsync(_suite, "1", seed: 1);
        await UploadAsync(_suite, "2", seed: 2);
        await _suite.PumpAsync();
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 150));
        await _suite.PumpAsync();

        PairedComparison paired = (await PairedAsync(_suite))!;

        Check(Expected(Predictions(1), Predictions(2), 150), paired);
        Assert.Equal((150, 150, 0, 0), (paired.ChampionLabelledRows, paired.ChallengerLabelledRows, paired.Contradicting, paired.MissingHours));
        Assert.StartsWith("On 150 rows that both scored and whose labels are known, version 2 was right on ", paired.Summary, StringComparison.Ordinal);
        Assert.Equal(["accuracy", "rocAuc"], paired.Tests.Select(test => test.Key));
    }

    [Fact]
    public async Task LabelsInTheBatches_ArePairedToo_AndThoseOfOneSufficeForBoth()
    {
        await UploadAsync(_suite, "1", seed: 1, labelled: 150);
        await UploadAsync(_suite, "2", seed: 2);
        await _suite.PumpAsync();

        Check(Expected(Predictions(1), Predictions(2), 150), (await PairedAsync(_suite))!);
    }

    [Fact]
    public async Task ChampionThatIsSecondByName_IsStillTheChampion()
    {
        _suite.Files.Monitors["churn"] = Monitor + "champion: 2\n";
        await UploadAsync(_suite, "1", seed: 1, labelled: 150);
        await UploadAsync(_suite, "2", seed: 2, labelled: 150);
        await _suite.PumpAsync();

        Check(Expected(Predictions(2), Predictions(1), 150), (await PairedAsync(_suite))!);
    }

    [Fact]
    public async Task LabelsThatContradictEachOther_AreLeftOut()
    {
        await UploadAsync(_suite, "1", seed: 1, labelled: 150);
        await UploadAsync(_suite, "2", seed: 2, labelled: 150, flipped: 10);
        await _suite.PumpAsync();

        PairedComparison paired = (await PairedAsync(_suite))!;

        Assert.Equal((140, 10), (paired.Pairs, paired.Contradicting));
        Assert.Equal(["10 rows that both scored are left out, as the labels of the two batches contradict each other."], paired.Notes);
    }

    [Fact]
    public async Task CorrectedLabel_IsCounted_AndTheTableOfBeforeForgotten()
    {
        await UploadAsync(_suite, "1", seed: 1);
        await UploadAsync(_suite, "2", seed: 2);
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 150));
        await _suite.PumpAsync();
        _suite.Clock.Advance(TimeSpan.FromMinutes(1));
        await _suite.UploadLabelsAsync("later.csv", Labels(100, 150, flip: true) + Labels(150, 160)["prediction_id,label\n".Length..]);
        await _suite.PumpAsync();

        Check(Expected(Predictions(1), Predictions(2), 160, row => row is >= 100 and < 150), (await PairedAsync(_suite))!);
        Assert.True(await TablesAsync() > 1);
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Equal(1, await TablesAsync());
        Check(Expected(Predictions(1), Predictions(2), 160, row => row is >= 100 and < 150), (await PairedAsync(_suite))!);
    }

    [Fact]
    public async Task OverwrittenBatch_IsPairedAsItIsNow()
    {
        await UploadAsync(_suite, "1", seed: 1, labelled: 150);
        await UploadAsync(_suite, "2", seed: 2);
        await _suite.PumpAsync();
        await UploadAsync(_suite, "2", seed: 3);
        await _suite.PumpAsync();

        Check(Expected(Predictions(1), Predictions(3), 150), (await PairedAsync(_suite))!);
        _suite.Blobs.Delete(Blob("2"));
        _suite.Queue.Ingest.Enqueue(new BlobEvent(Blob("2"), BlobEventKind.Deleted));
        await _suite.PumpAsync();
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Equal(0, await TablesAsync());
    }

    [Fact]
    public async Task MissingLabelsThatMeanSomething_ArePairs()
    {
        _suite.Files.Monitors["churn"] = Monitor + "labels: {absentMeans: negative, after: 30d}\n";
        await UploadAsync(_suite, "1", seed: 1);
        await UploadAsync(_suite, "2", seed: 2);
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 50));
        await _suite.PumpAsync();
        Assert.Equal(50, (await PairedAsync(_suite))!.Pairs);

        _suite.Clock.Advance(TimeSpan.FromDays(31));
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        await _suite.PumpAsync();

        Assert.Equal(Rows, (await PairedAsync(_suite))!.Pairs);
    }

    [Fact]
    public async Task TableThatIsMissing_IsSaid_AndTheHourlyRunMakesIt()
    {
        await UploadAsync(_suite, "1", seed: 1, labelled: 150);
        await UploadAsync(_suite, "2", seed: 2);
        await _suite.PumpAsync();
        await foreach (KeptFileListing table in _suite.Kept.ListAsync("pairs/", CancellationToken.None))
        {
            await _suite.Kept.DeleteAsync(table.Name, CancellationToken.None);
        }

        PairedComparison missing = (await PairedAsync(_suite))!;
        Assert.Equal((0, 24, VersionVerdict.NotEnoughData), (missing.Pairs, missing.MissingHours, missing.Verdict));

        await _suite.Housekeeping().RunAsync(CancellationToken.None);

        PairedComparison made = (await PairedAsync(_suite))!;
        Check(Expected(Predictions(1), Predictions(2), 150), made);
        Assert.Equal(0, made.MissingHours);
    }

    [Fact]
    public async Task OtherIds_AreLookedForOnce()
    {
        await UploadAsync(_suite, "1", seed: 1, labelled: 150);
        await _suite.UploadAsync("a.csv", Batches.Day(Monday, rows: 100, seed: 9), "2");
        await _suite.PumpAsync();
        Assert.Null(await PairedAsync(_suite));
        Assert.EndsWith("~none", (await _suite.Kept.ListAsync("pairs/", CancellationToken.None).ToListAsync())[0].Name, StringComparison.Ordinal);

        await _suite.UploadLabelsAsync("l.csv", Labels(0, 50, flip: true));
        await _suite.PumpAsync();
        await _suite.Housekeeping().RunAsync(CancellationToken.None);

        Assert.Equal(1, await TablesAsync());
        Assert.Null(await PairedAsync(_suite));
    }

    [Fact]
    public async Task NamedChampion_IsComparedWithTheOthers_AndTheyNotWithEachOther()
    {
        _suite.Files.Monitors["churn"] = Monitor + "champion: 2\n";
        foreach (string version in (string[])["1", "2", "3"])
        {
            await UploadAsync(_suite, version, seed: 1, labelled: 150);
        }

        await _suite.PumpAsync();

        KeptFileListing[] tables = [.. await _suite.Kept.ListAsync("pairs/", CancellationToken.None).ToListAsync()];
        Assert.Equal(["pairs/churn/1/2", "pairs/churn/2/3"], tables.Select(table => table.Name[..table.Name.LastIndexOf('/')]));
    }

    [Fact]
    public async Task VersionsOfOtherTimes_AreNotLookedThrough()
    {
        TimeWindow day = Pipeline.Window(Monday);
        foreach ((string version, int daysAgo) in new[] { ("1", 300), ("2", 0), ("3", 0) })
        {
            await _suite.Catalog.NoteBatchAsync(new ModelVersion("churn", version), new TimeWindow(day.Start.AddDays(-daysAgo), day.End.AddDays(-daysAgo)), day.End, CancellationToken.None);
        }

        var kept = new ListedFiles();
        var run = new PairingRun(kept, _suite.Links, _suite.Ledger, _suite.Profiles, _suite.Catalog, _suite.Monitors, NullLogger<PairingRun>.Instance);
        await run.MakeAsync(new LedgerEntry(Blob("3"), "e", LedgerState.Live) { Model = new ModelVersion("churn", "3"), EventRange = day }, CancellationToken.None);

        Assert.Equal(["predictions/churn/2/"], kept.Prefixes);
    }

    [Fact]
    public async Task DamagedPredictions_StopNoBatch()
    {
        await UploadAsync(_suite, "1", seed: 1, labelled: 150);
        await _suite.PumpAsync();
        string name = (await _suite.Kept.ListAsync("predictions/", CancellationToken.None).ToListAsync())[0].Name;
        await _suite.Kept.DeleteAsync(name, CancellationToken.None);
        await _suite.Kept.PutAsync(name, new MemoryStream([1, 2, 3]), CancellationToken.None);

        await UploadAsync(_suite, "2", seed: 2);
        await _suite.PumpAsync();

        Assert.Equal(Rows, (await _suite.Reports.GetAsync(new ModelVersion("churn", "2"), WindowSpec.Tumbling("1d"), Pipeline.Window(Monday).End, CancellationToken.None))!.Value.Rows);
        Assert.Equal(24, (await PairedAsync(_suite))!.MissingHours);
    }

    [Fact]
    public async Task LabelsThatWaitToBeJoined_DoNotKeepTheHourlyRunFromThoseThatAre()
    {
        await UploadAsync(_suite, "1", seed: 1);
        await UploadAsync(_suite, "2", seed: 2);
        await _suite.UploadLabelsAsync("l.csv", Labels(0, 100));
        await _suite.PumpAsync();
        await foreach (KeptFileListing table in _suite.Kept.ListAsync("pairs/", CancellationToken.None))
        {
            await _suite.Kept.DeleteAsync(table.Name, CancellationToken.None);
        }

        _suite.Clock.Advance(TimeSpan.FromMinutes(1));
        BlobAddress later = await _suite.UploadLabelsAsync("later.csv", Labels(100, 150));
        await _suite.HandleAsync(new BlobEvent(later, BlobEventKind.Created));
        _suite.Queue.Ingest.Clear();

        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Check(Expected(Predictions(1), Predictions(2), 100), (await PairedAsync(_suite))!);

        await _suite.PumpAsync();
        Check(Expected(Predictions(1), Predictions(2), 150), (await PairedAsync(_suite))!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwoVersionsAtOnce_AtAnyWriteOfTheFirst_AreStillPaired(bool atIngest)
    {
        int steps = await InterruptAsync(atIngest, at: 0);
        Assert.InRange(steps, 8, 100);
        for (int at = 1; at <= steps; at++)
        {
            await InterruptAsync(atIngest, at);
        }
    }

    /// <summary>While a worker takes in, or joins, the batch of one version, another does all that there is to do for the other. Nobody mends anything afterwards.</summary>
    private static async Task<int> InterruptAsync(bool atIngest, int at)
    {
        var suite = new Pipeline();
        suite.Files.Monitors["churn"] = Monitor;
        await UploadAsync(suite, "1", seed: 1, labelled: atIngest ? 60 : 0);
        await UploadAsync(suite, "2", seed: 2);
        Func<Task> first = () => suite.HandleAsync(new BlobEvent(Blob("1"), BlobEventKind.Created));
        Func<Task> other = () => suite.HandleAsync(new BlobEvent(Blob("2"), BlobEventKind.Created));
        if (!atIngest)
        {
            await suite.PumpAsync();
            BlobAddress labels = await suite.UploadLabelsAsync("l.csv", Labels(0, 60));
            await suite.HandleAsync(new BlobEvent(labels, BlobEventKind.Created));
            first = () => suite.Join().HandleAsync(new JoinRequest(new ModelVersion("churn", "1"), Blob("1").BatchId), CancellationToken.None);
            other = () => suite.Join().HandleAsync(new JoinRequest(new ModelVersion("churn", "2"), Blob("2").BatchId), CancellationToken.None);
        }

        suite.Faults.Restart();
        suite.Faults.Between = (at, other);
        await first();
        int steps = suite.Faults.Steps;
        suite.Faults.Between = null;
        if (at == 0)
        {
            await other();
        }

        // What follows from reports alone.
        suite.Queue.Ingest.Clear();
        suite.Queue.Join.Clear();
        await suite.PumpAsync();
        PairedComparison paired = (await PairedAsync(suite))!;
        Check(Expected(Predictions(1), Predictions(2), 60), paired);
        Assert.Equal(0, paired.MissingHours);
        return steps;
    }

    [Fact]
    public async Task Killed_AtAnyWrite_EndsInTheSamePairs()
    {
        int steps = await RunUntilKilledAsync(dieAt: 0);
        Assert.InRange(steps, 30, 300);
        for (int dieAt = 1; dieAt <= steps; dieAt++)
        {
            await RunUntilKilledAsync(dieAt);
        }
    }

    /// <summary>Two versions and a file of labels, with a worker that dies once; its message comes back. Nobody mends anything afterwards.</summary>
    private static async Task<int> RunUntilKilledAsync(int dieAt)
    {
        var suite = new Pipeline();
        suite.Files.Monitors["churn"] = Monitor;
        await UploadAsync(suite, "1", seed: 1);
        await UploadAsync(suite, "2", seed: 2, labelled: 30);
        await suite.UploadLabelsAsync("l.csv", Labels(0, 60));
        int steps = await suite.PumpDyingAsync(dieAt);
        PairedComparison paired = (await PairedAsync(suite))!;
        Check(Expected(Predictions(1), Predictions(2), 60), paired);
        Assert.Equal(0, paired.MissingHours);
        return steps;
    }

    private static async Task<PairedComparison?> PairedAsync(Pipeline suite)
    {
        VersionsAnswer answer = await suite.Versions().ReadAsync(new VersionsQuery("churn"), CancellationToken.None);
        Assert.Null(answer.Problem);
        return answer.Comparison!.Paired;
    }

    private async Task<int> TablesAsync() => (await _suite.Kept.ListAsync("pairs/", CancellationToken.None).ToListAsync()).Count;

    private static BlobAddress Blob(string version) => new(BlobContainers.Predictions, $"churn/{version}/a.csv");

    private static bool Truth(int row, bool flip = false) => (row * 7 % 10 < 3) ^ flip;

    private static bool[] Predictions(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Rows).Select(row => random.NextDouble() < 0.8 ? Truth(row) : !Truth(row))];
    }

    private static Task UploadAsync(Pipeline suite, string version, int seed, int labelled = 0, int flipped = 0)
    {
        bool[] predictions = Predictions(seed);
        string rows = string.Concat(Enumerable.Range(0, Rows).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"id{row},{Monday.ToDateTime(TimeOnly.MinValue).AddMinutes(row * 7):yyyy-MM-ddTHH:mm:ssZ},{(predictions[row] ? 1 : 0)},{(predictions[row] ? 0.5 : 0.1) + (row % 40 / 100.0):F2}{(labelled > 0 ? "," + (row >= labelled ? string.Empty : Truth(row, row < flipped) ? "1" : "0") : string.Empty)}\n")));
        return suite.UploadAsync("a.csv", $"prediction_id,timestamp,prediction,score{(labelled > 0 ? ",label" : string.Empty)}\n{rows}", version);
    }

    private static string Labels(int from, int to, bool flip = false) =>
        "prediction_id,label\n" + string.Concat(Enumerable.Range(from, to - from).Select(row => $"id{row},{(Truth(row, flip) ? 1 : 0)}\n"));

    private static (int BothRight, int ChampionRight, int ChallengerRight, int BothWrong) Expected(bool[] champion, bool[] challenger, int labelled, Func<int, bool>? isFlipped = null)
    {
        var rows = Enumerable.Range(0, labelled).Select(row => (One: champion[row] == Truth(row, isFlipped?.Invoke(row) ?? false), Other: challenger[row] == Truth(row, isFlipped?.Invoke(row) ?? false))).ToList();
        return (rows.Count(row => row.One && row.Other), rows.Count(row => row.One && !row.Other), rows.Count(row => !row.One && row.Other), rows.Count(row => !row.One && !row.Other));
    }

    private static void Check((int BothRight, int ChampionRight, int ChallengerRight, int BothWrong) expected, PairedComparison actual)
    {
        Assert.Equal(
            ((long?)expected.BothRight, (long?)expected.ChampionRight, (long?)expected.ChallengerRight, (long?)expected.BothWrong),
            (actual.BothRight, actual.ChampionRight, actual.ChallengerRight, actual.BothWrong));
        Assert.Equal(expected.BothRight + expected.ChampionRight + expected.ChallengerRight + expected.BothWrong, actual.Pairs);
    }

    /// <summary>Notes what is listed.</summary>
    private sealed class ListedFiles : IKeptFiles
    {
        private readonly InMemoryKeptFiles _files = new();

        public List<string> Prefixes { get; } = [];

        public Task PutAsync(string name, Stream content, CancellationToken cancellationToken) => _files.PutAsync(name, content, cancellationToken);

        public Task<IKeptFile?> OpenAsync(string name, CancellationToken cancellationToken) => _files.OpenAsync(name, cancellationToken);

        public IAsyncEnumerable<KeptFileListing> ListAsync(string prefix, CancellationToken cancellationToken)
        {
            Prefixes.Add(prefix);
            return _files.ListAsync(prefix, cancellationToken);
        }

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => _files.DeleteAsync(name, cancellationToken);
    }
}
