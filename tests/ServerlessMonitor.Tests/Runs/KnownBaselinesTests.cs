using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

public sealed class KnownBaselinesTests
{
    private static readonly DateTimeOffset Monday = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);

    // Methods over bins, over values and with bins of their own for dependence; presets with bins of their own, of which evidently's depend on the window.
    public static TheoryData<string, DriftDefinition, BaselineSeason?> Monitors() => new()
    {
        { "usual", new DriftDefinition(), null },
        { "learnt", new DriftDefinition { LearntThreshold = true }, null },
        { "learnt by values", new DriftDefinition { Method = "wasserstein", LearntThreshold = true }, null },
        { "of missing cells", new DriftDefinition { Method = "missingShift", LearntThreshold = true }, null },
        { "nannyml", new DriftDefinition { Preset = "nannyml" }, null },
        { "evidently with gate", new DriftDefinition { Preset = "evidently", Method = "hellinger", Gate = true, LearntThreshold = true }, null },
        { "season", new DriftDefinition { LearntThreshold = true }, BaselineSeason.HourOfDay },
    };

    [Theory]
    [MemberData(nameof(Monitors))]
    public async Task Evaluate_WindowAfterWindow_SameBytesAsWithABaselineReadAnew(string name, DriftDefinition drift, BaselineSeason? season)
    {
        MonitorDefinition monitor = Monitor(name, drift, season);
        StoredBaseline baseline = await BaselineAsync(monitor, seed: 1);
        var evaluate = new EvaluateWindow();
        var known = new KnownBaselines();
        int learnt = 0;

        // Each twice, so that the second one finds everything.
        foreach ((int hours, int seed, double shift) in new[] { (24, 2, 0.0), (24, 2, 0.0), (1, 3, 1.0), (24, 4, 0.4), (168, 5, 0.0), (24, 4, 0.4) })
        {
            DatasetProfile now = await WindowAsync(baseline, hours, seed, shift);
            EvaluationReport report = Evaluate(evaluate, known, baseline, monitor, hours, now);
            Assert.Equal(EvaluateJson.Write(Evaluate(new EvaluateWindow(), new KnownBaselines(), baseline, monitor, hours, now)), EvaluateJson.Write(report));
            learnt += report.Rules.Count(rule => rule.Summary.Contains("chunks of the baseline", StringComparison.Ordinal));
        }

        // The range of accuracy is learnt in any case.
        Assert.InRange(learnt, 6, int.MaxValue);
    }

    [Fact]
    public async Task Evaluate_ManyWindowsAtOnce_SameBytesAsOneByOne()
    {
        MonitorDefinition monitor = Monitor("learnt", new DriftDefinition { LearntThreshold = true }, season: null);
        StoredBaseline baseline = await BaselineAsync(monitor, seed: 1);
        byte[][] windows = await Task.WhenAll(Enumerable.Range(2, 4).Select(async seed => ProfileCodec.ToBytes(await WindowAsync(baseline, 24, seed, shift: 0.2))));
        byte[][] expected = [.. windows.Select(window => Report(new KnownBaselines(), window))];

        for (int round = 0; round < 10; round++)
        {
            var known = new KnownBaselines();
            byte[][] together = new byte[windows.Length * 2][];
            Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = Report(known, windows[i % windows.Length]));
            Assert.Equal(expected.Concat(expected), together);
        }

        byte[] Report(KnownBaselines known, byte[] window) => EvaluateJson.Write(Evaluate(new EvaluateWindow(), known, baseline, monitor, 24, ProfileCodec.FromBytes(window)));
    }

    [Fact]
    public async Task Get_SameContent_IsReadOnce()
    {
        StoredBaseline baseline = await BaselineAsync(Monitor("usual", new DriftDefinition(), season: null), seed: 1);
        var known = new KnownBaselines();
        KnownBaseline first = known.Get(baseline);

        Assert.Same(first, known.Get(baseline with { ETag = "another", Body = baseline.Body.ToArray(), Parts = baseline.Parts.ToArray() }));
        Assert.Same(first.Chunks, known.Get(baseline).Chunks);
        Assert.NotSame(first, known.Get(baseline with { Parts = default }));
        Assert.Null(known.Get(baseline with { Parts = default }).Chunks);
    }

    [Fact]
    public async Task Get_MoreThanFit_ForgetsThoseAskedForLeastRecently()
    {
        MonitorDefinition monitor = Monitor("usual", new DriftDefinition(), season: null);
        StoredBaseline one = await BaselineAsync(monitor, seed: 1);
        StoredBaseline two = await BaselineAsync(monitor, seed: 2);
        StoredBaseline three = await BaselineAsync(monitor, seed: 3);
        var known = new KnownBaselines(mostStoredBytes: Size(one) + Size(two) + (Size(three) / 2));
        KnownBaseline first = known.Get(one);
        KnownBaseline second = known.Get(two);
        Assert.Same(first, known.Get(one));
        KnownBaseline third = known.Get(three);

        Assert.Same(first, known.Get(one));
        Assert.Same(third, known.Get(three));
        Assert.NotSame(second, known.Get(two));
        Assert.NotSame(first, known.Get(one));
    }

    [Fact]
    public async Task Get_OneThatIsTooLarge_IsKeptAsLongAsItIsTheLast()
    {
        MonitorDefinition monitor = Monitor("usual", new DriftDefinition(), season: null);
        StoredBaseline one = await BaselineAsync(monitor, seed: 1);
        StoredBaseline two = await BaselineAsync(monitor, seed: 2);
        var known = new KnownBaselines(mostStoredBytes: 1);
        KnownBaseline first = known.Get(one);

        Assert.Same(first, known.Get(one));
        known.Get(two);
        Assert.NotSame(first, known.Get(one));
    }

    [Fact]
    public void Get_Damaged_IsRefusedEachTime()
    {
        var stored = new StoredBaseline(new ModelVersion("m", "1"), "baselines/m/1/a.csv", "1", Monday, 1, new DatasetSchema(ModelTask.Binary, []), new byte[] { 1, 2, 3 });
        var known = new KnownBaselines();
        Assert.Throws<ProfileFormatException>(() => known.Get(stored));
        Assert.Throws<ProfileFormatException>(() => known.Get(stored));
    }

    private static long Size(StoredBaseline stored) => stored.Body.Length + stored.Parts.Length;

    private static MonitorDefinition Monitor(string name, DriftDefinition drift, BaselineSeason? season) => new(name)
    {
        Drift = drift,
        Baseline = new BaselineDefinition { Season = season },
        Performance = [new PerformanceRule("accuracy") { LearntRange = true }],
    };

    private static EvaluationReport Evaluate(EvaluateWindow evaluate, KnownBaselines known, StoredBaseline baseline, MonitorDefinition monitor, int hours, DatasetProfile now)
    {
        var use = new BaselineUse(monitor, new TimeWindow(Monday.AddDays(28), Monday.AddDays(28).AddHours(hours)), [EvaluationFamily.Performance, EvaluationFamily.Drift, EvaluationFamily.Quality]);
        var input = new EvaluationInput(baseline.Model, WindowSpec.Tumbling("1d"), use.Window, monitor, now) { Families = use.Families };
        return evaluate.Evaluate(use.Of(known.Get(baseline), "the baseline", "digest").For(input));
    }

    private static async Task<StoredBaseline> BaselineAsync(MonitorDefinition monitor, int seed)
    {
        byte[] csv = Csv(Monday, days: 12, perHour: 15, seed, shift: 0);
        var context = new BatchContext(monitor, EventTimeFallback.LastModified(Monday));
        BatchProfile whole = await new BatchProfiler().ProfileWholeAsync(new MemoryStream(csv), "a.csv", context, CancellationToken.None);
        BaselineParts parts = (await BaselinePieces.ReadAsync(
            _ => Task.FromResult<Stream?>(new MemoryStream(csv)), new BatchProfiler(), "a.csv", context, whole, CancellationToken.None))!;
        Assert.Equal(12, parts.Chunks.Count);
        DatasetProfile profile = whole.Hours[0].Profile;
        return new StoredBaseline(new ModelVersion("m", "1"), "baselines/m/1/a.csv", "1", Monday, profile.Rows, profile.Schema, ProfileCodec.ToBytes(profile)) { Parts = parts.ToBytes() };
    }

    private static async Task<DatasetProfile> WindowAsync(StoredBaseline baseline, int hours, int seed, double shift)
    {
        var context = new BatchContext(new MonitorDefinition("m"), EventTimeFallback.LastModified(Monday)) { Schema = baseline.Schema };
        byte[] csv = Csv(Monday.AddDays(28), days: 1, perHour: hours, seed, shift);
        return (await new BatchProfiler().ProfileWholeAsync(new MemoryStream(csv), "b.csv", context, CancellationToken.None)).Hours[0].Profile;
    }

    // More values of a number than are kept one by one, few of another, empty cells, categories of which not all are in every chunk.
    private static byte[] Csv(DateTimeOffset start, int days, int perHour, int seed, double shift)
    {
        var random = new Random(seed);
        var text = new StringBuilder("prediction_id,timestamp,amount,few,gaps,plan,town,prediction,score,label\n");
        for (int row = 0; row < days * 24 * perHour; row++)
        {
            DateTimeOffset time = start.AddHours((double)row / perHour);
            double amount = random.NextDouble() + random.NextDouble() + shift;
            int label = amount + random.NextDouble() > 1.5 + shift ? 1 : 0;
            string gap = random.NextDouble() < 0.1 + (0.1 * (time.Day % 2)) ? string.Empty : random.Next(500).ToString(CultureInfo.InvariantCulture);
            double score = Math.Clamp((amount - shift) / 2, 0, 1);
            text.Append(
                CultureInfo.InvariantCulture,
                $"p{row},{time:yyyy-MM-ddTHH:mm:ss}Z,{amount:R},{random.Next(6)},{gap},p{random.Next(4) + (time.Day % 3)},t{(int)(300 * random.NextDouble() * random.NextDouble())},{(score >= 0.5 ? 1 : 0)},{score:F4},{label}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
