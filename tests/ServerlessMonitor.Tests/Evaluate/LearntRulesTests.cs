using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate;

/// <summary>What a window's report says where the baseline comes in chunks.</summary>
public sealed class LearntRulesTests
{
    private static readonly TimeWindow Window = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Drift_LearnedThreshold_IsNamedWithItsChunks()
    {
        RuleVerdict rule = Drift(new DriftDefinition { LearntThreshold = true }, Columns(99, 2_000), chunks: 10);
        Assert.Equal(VerdictOutcome.Ok, rule.Outcome);
        Assert.Contains("learnt from 10 chunks of the baseline", rule.Summary, StringComparison.Ordinal);
        Assert.InRange(rule.Threshold!.Value, 0.03, 0.2);
        Assert.Equal(VerdictOutcome.Breach, Drift(new DriftDefinition { LearntThreshold = true }, Columns(99, 2_000, shift: 1), chunks: 10).Outcome);
    }

    [Fact]
    public void Drift_FourChunks_AreTooFew()
    {
        RuleVerdict rule = Drift(new DriftDefinition { LearntThreshold = true }, Columns(99, 2_000, shift: 3), chunks: 4);
        Assert.Equal(VerdictOutcome.NotEnoughData, rule.Outcome);
        Assert.Contains("x cannot be judged", rule.Summary, StringComparison.Ordinal);
        Assert.Contains("the baseline has 4 chunks to learn from, 5 are needed", rule.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Drift_NumberForAColumn_GoesBeforeTheLearnedThreshold()
    {
        var columns = new Dictionary<string, ColumnDriftDefinition>(StringComparer.Ordinal) { ["x"] = new() { Threshold = 0.4 } };
        RuleVerdict rule = Drift(new DriftDefinition { LearntThreshold = true, Columns = columns }, Columns(99, 2_000), chunks: 10);
        Assert.Equal(0.4, rule.Threshold);
        Assert.DoesNotContain("learnt", rule.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Drift_NannyMl_SaysWhatItsThresholdIsFrom()
    {
        RuleVerdict rule = Drift(new DriftDefinition { Preset = "nannyml" }, Columns(99, 2_000), chunks: 10);
        Assert.Contains("mean + 3 standard deviations of 10 chunks of the baseline", rule.Summary, StringComparison.Ordinal);
        Assert.Contains("0.1 instead", Drift(new DriftDefinition { Preset = "nannyml" }, Columns(99, 2_000), chunks: 0).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Drift_ChunksShorterThanWindows_LeaveRowsIndependent()
    {
        // Every chunk is another value: taken for dependence, no window could be told from it.
        DatasetProfile[] chunks = [.. Enumerable.Range(0, 7).Select(day => Weekday(1_000, day))];
        EvaluationInput input = Input(new DriftDefinition(), Weekday(2_000, 3), Merged(chunks), chunks);
        Assert.Equal(DriftVerdict.NotEnoughData, Assert.Single(new EvaluateWindow().Evaluate(input).Drift).Verdict);
        Assert.Equal(DriftVerdict.Drift, Assert.Single(new EvaluateWindow().Evaluate(input with { ChunksShowDependence = false }).Drift).Verdict);
    }

    [Theory]
    [InlineData(800, VerdictOutcome.Ok, "is within")]
    [InlineData(600, VerdictOutcome.Breach, "is below")]
    [InlineData(990, VerdictOutcome.Breach, "is above")]
    public void Performance_LearnedRange_IsThatOfTheChunks(int right, VerdictOutcome outcome, string words)
    {
        RuleVerdict rule = Performance(right, chunks: 8);
        Assert.Equal(outcome, rule.Outcome);
        Assert.Equal("performance/accuracy/learned", rule.RuleId);
        Assert.Contains(words, rule.Summary, StringComparison.Ordinal);
        Assert.Contains("learnt from 8 chunks of the baseline", rule.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Performance_FewLabels_WidenTheRange()
    {
        Assert.Equal(VerdictOutcome.Breach, Performance(720, chunks: 8).Outcome);
        Assert.Equal(VerdictOutcome.NotEnoughData, Performance(36, chunks: 8, of: 50).Outcome);
        Assert.Equal(VerdictOutcome.Ok, Performance(310, chunks: 8, of: 400).Outcome);
    }

    [Fact]
    public void Performance_TooFewChunks_IsNotJudged()
    {
        RuleVerdict rule = Performance(100, chunks: 3);
        Assert.Equal(VerdictOutcome.NotEnoughData, rule.Outcome);
        Assert.Contains("the baseline has 3 chunks with enough labels, 5 are needed", rule.Summary, StringComparison.Ordinal);
    }

    private static RuleVerdict Drift(DriftDefinition drift, DatasetProfile window, int chunks)
    {
        DatasetProfile[] parts = [.. Enumerable.Range(0, chunks).Select(seed => Columns(seed, 1_000))];
        return new EvaluateWindow().Evaluate(Input(drift, window, chunks == 0 ? Columns(1, 10_000) : Merged(parts), parts)).Rules.Single(rule => rule.RuleId == "drift/x");
    }

    private static RuleVerdict Performance(int right, int chunks, int of = 1_000)
    {
        DatasetProfile[] parts = [.. Enumerable.Range(0, chunks).Select(seed => Answers(790 + (3 * seed), 1_000))];
        EvaluationInput input = Input(new DriftDefinition(), Answers(right, of), Merged(parts), parts) with { Families = [EvaluationFamily.Performance] };
        var monitor = new MonitorDefinition("m") { Performance = [new PerformanceRule("accuracy") { LearntRange = true }] };
        return Assert.Single(new EvaluateWindow().Evaluate(input with { Monitor = monitor }).Rules);
    }

    private static EvaluationInput Input(DriftDefinition drift, DatasetProfile window, DatasetProfile baseline, IReadOnlyList<DatasetProfile> chunks) =>
        new(new ModelVersion("m", "1"), WindowSpec.Tumbling("1d"), Window, new MonitorDefinition("m") { Drift = drift }, window)
        {
            Families = [EvaluationFamily.Drift],
            Baseline = baseline,
            BaselineName = "march",
            BaselineChunks = chunks.Count == 0 ? null : new BaselineChunks(chunks, baseline),
            EvaluatedAt = Window.End,
        };

    private static DatasetProfile Merged(IReadOnlyList<DatasetProfile> parts)
    {
        var merged = new DatasetProfile(parts[0].Schema);
        foreach (DatasetProfile part in parts)
        {
            merged.Merge(part);
        }

        return merged;
    }

    private static DatasetProfile Columns(int seed, int rows, double shift = 0)
    {
        var random = new Random(seed);
        return new TestProfiles().Numeric("x", Enumerable.Range(0, rows).Select(_ => (double?)(random.NextDouble() + random.NextDouble() + shift))).Build();
    }

    private static DatasetProfile Weekday(int rows, int day) => new TestProfiles().Categorical("weekday", Enumerable.Repeat($"d{day}", rows)).Build();

    private static DatasetProfile Answers(int right, int of) => new TestProfiles().Confusion(right / 2, (of - right) / 2, right - (right / 2), of - right - ((of - right) / 2)).Rows(of).Build();
}
