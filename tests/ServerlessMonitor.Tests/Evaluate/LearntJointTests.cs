using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Multivariate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate;

/// <summary>Thresholds of the features taken together, learnt from chunks: simulated without change and with a feature that has changed sides.</summary>
public sealed class LearntJointTests
{
    private const int Features = 8;
    private const int Chunks = 12;
    private const int Baselines = 25;

    private static readonly string[] Names = [.. Enumerable.Range(0, Features).Select(i => $"x{i}")];

    [Theory]
    [InlineData(false, 300)]
    [InlineData(false, 500)]
    [InlineData(false, 5_000)]
    [InlineData(true, 500)]
    [InlineData(true, 5_000)]
    public void Judge_WindowsOfOtherSizesThanTheChunks_FireOnAChangeOnly(bool daysDiffer, int rows)
    {
        const int Windows = 4;
        var random = new Random(rows);
        int[] drifts = new int[3];
        int[] found = new int[3];
        for (int baseline = 0; baseline < Baselines; baseline++)
        {
            DatasetProfile[] parts = [.. Enumerable.Range(0, Chunks).Select(_ => Sample(random, 500, daysDiffer))];
            DatasetProfile whole = Merged(parts);
            var chunks = new BaselineChunks(parts, whole);
            for (int window = 0; window < Windows; window++)
            {
                Count(MultivariateDrift.Judge(whole, Sample(random, rows, daysDiffer), chunks), drifts);
            }

            Count(MultivariateDrift.Judge(whole, Sample(random, rows, daysDiffer, turned: true), chunks), found);
        }

        Assert.All(drifts, count => Assert.InRange(count, 0, 1));

        // Where days differ in their means the distance has a wide threshold.
        Assert.InRange(found[0], 22, Baselines);
        Assert.InRange(found[1], daysDiffer ? 5 : 22, Baselines);
        Assert.InRange(found[2], 24, Baselines);
    }

    [Fact]
    public void Judge_MeanAndVarianceOfChance_AreThoseOfTheLaw()
    {
        const int Draws = 400;
        const int Rows = 400;
        var random = new Random(3);
        DatasetProfile baseline = Sample(random, 40_000, daysDiffer: false);
        var space = FeatureSpace.Create(baseline.Features!, Names);
        double size = (1.0 / Rows) + (1.0 / 40_000);
        MultivariateResult[][] draws = [.. Enumerable.Range(0, Draws).Select(_ => MultivariateDrift.Measure(baseline, Sample(random, Rows, daysDiffer: false)).ToArray())];
        JointLaw[] laws = [JointLaw.OfReconstruction(space), JointLaw.OfDistance(space), JointLaw.OfCorrelation(space)];
        for (int i = 0; i < laws.Length; i++)
        {
            double[] values = [.. draws.Select(draw => laws[i].Power == 2 ? Math.Pow(draw[i].Value!.Value, 2) : draw[i].Value!.Value)];
            double mean = values.Average();
            Assert.InRange(mean / laws[i].MeanAt(size), i == 2 ? 0.8 : 0.95, 1.05);
            Assert.InRange(values.Sum(value => (value - mean) * (value - mean)) / (Draws - 1) / laws[i].VarianceAt(size, 0), 0.7, 1.35);
        }
    }

    [Fact]
    public void Judge_WhatIsMissing_IsSaid()
    {
        var random = new Random(4);
        DatasetProfile[] parts = [.. Enumerable.Range(0, Chunks).Select(_ => Sample(random, 500, daysDiffer: false))];
        DatasetProfile whole = Merged(parts);
        DatasetProfile turned = Sample(random, 500, daysDiffer: false, turned: true);

        MultivariateResult none = MultivariateDrift.Judge(whole, turned, null)[2];
        Assert.Equal((DriftVerdict.NotEnoughData, (double?)null, "not learnt: the baseline has no chunks with co-moments to learn from, 5 are needed"), (none.Verdict, none.Threshold, none.ThresholdNote));
        MultivariateResult four = MultivariateDrift.Judge(whole, turned, new BaselineChunks(parts[..4], whole))[2];
        Assert.Equal((DriftVerdict.NotEnoughData, "not learnt: the baseline has 4 chunks to learn from, 5 are needed"), (four.Verdict, four.ThresholdNote));

        // Fewer than ten rows for each feature, and few beside those of a chunk.
        var chunks = new BaselineChunks(parts, whole);
        Assert.All(MultivariateDrift.Judge(whole, Sample(random, 79, daysDiffer: false, turned: true), chunks), result => Assert.Equal(DriftVerdict.NotEnoughData, result.Verdict));
        Assert.All(MultivariateDrift.Judge(whole, Sample(random, 90, daysDiffer: false), chunks), result => Assert.Equal(DriftVerdict.NotEnoughData, result.Verdict));
        Assert.Equal(DriftVerdict.Drift, MultivariateDrift.Judge(whole, Sample(random, 90, daysDiffer: false, turned: true), chunks)[2].Verdict);
    }

    [Fact]
    public void Judge_FeatureThatTheWindowLacks_IsLeftOutOfTheChunksToo()
    {
        var random = new Random(5);
        DatasetProfile[] parts = [.. Enumerable.Range(0, Chunks).Select(_ => Sample(random, 500, daysDiffer: false))];
        DatasetProfile whole = Merged(parts);
        var chunks = new BaselineChunks(parts, whole);
        MultivariateResult all = MultivariateDrift.Judge(whole, Sample(random, 500, daysDiffer: false), chunks)[1];
        MultivariateResult fewer = MultivariateDrift.Judge(whole, Sample(random, 500, daysDiffer: false, features: 5), chunks)[1];

        Assert.Equal((8, 5, DriftVerdict.Ok, DriftVerdict.Ok), (all.Columns, fewer.Columns, all.Verdict, fewer.Verdict));
        Assert.True(fewer.Threshold < all.Threshold);
    }

    [Theory]
    [InlineData(null, false, null)]
    [InlineData(null, true, DriftVerdict.Drift)]
    [InlineData(Severity.Warning, false, DriftVerdict.Drift)]
    public void Evaluate_MonitorThatAsks_HasVerdictsAndOnlyByItsKeyRules(Severity? severity, bool learnt, DriftVerdict? verdict)
    {
        var random = new Random(6);
        DatasetProfile[] parts = [.. Enumerable.Range(0, Chunks).Select(_ => Sample(random, 500, daysDiffer: false))];
        DatasetProfile whole = Merged(parts);
        var window = new TimeWindow(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero));
        var monitor = new MonitorDefinition("m") { Drift = new DriftDefinition { Multivariate = severity, LearntThreshold = learnt, For = 2 } };
        EvaluationReport report = new EvaluateWindow().Evaluate(
            new EvaluationInput(new ModelVersion("m", "1"), WindowSpec.Tumbling("1d"), window, monitor, Sample(random, 600, daysDiffer: false, turned: true))
            {
                Families = [EvaluationFamily.Drift],
                Baseline = whole,
                BaselineName = "march",
                BaselineChunks = new BaselineChunks(parts, whole),
            });

        Assert.Equal(verdict, report.Multivariate[2].Verdict);
        RuleVerdict[] rules = [.. report.Rules.Where(rule => rule.AlertName == "MultivariateDrift")];
        Assert.Equal(severity is null ? 0 : 3, rules.Length);
        foreach (RuleVerdict rule in rules)
        {
            Assert.Equal((severity, 2, $"drift/dataset/{rule.Measure}"), (rule.Severity, rule.For, rule.RuleId));
        }

        if (rules.Length > 0)
        {
            Assert.Equal(VerdictOutcome.Breach, rules[2].Outcome);
            Assert.StartsWith("8 numeric features together have drifted (correlationShift ", rules[2].Summary, StringComparison.Ordinal);
            Assert.Contains("learnt from 12 chunks of the baseline; 600 rows against march; most: x0, x", rules[2].Summary, StringComparison.Ordinal);
        }
    }

    private static void Count(IReadOnlyList<MultivariateResult> results, int[] drifts)
    {
        for (int i = 0; i < drifts.Length; i++)
        {
            drifts[i] += results[i].Verdict == DriftVerdict.Drift ? 1 : 0;
        }
    }

    private static DatasetProfile Merged(IReadOnlyList<DatasetProfile> parts)
    {
        var merged = new DatasetProfile(parts[0].Schema);
        foreach (DatasetProfile part in parts)
        {
            merged.Merge(part);
        }

        return merged;
    }

    // Two factors of four features each; where it is turned the first feature goes against its factor. Days differ in the mean of the second feature.
    private static DatasetProfile Sample(Random random, int rows, bool daysDiffer, bool turned = false, int features = Features)
    {
        double[] cells = new double[rows * features];
        double day = daysDiffer ? 0.3 * Normal(random) : 0;
        for (int row = 0; row < rows; row++)
        {
            double first = Normal(random);
            double second = Normal(random);
            for (int i = 0; i < features; i++)
            {
                double common = i >= 4 ? second : i == 0 && turned ? -first : first;
                cells[(i * rows) + row] = (0.7 * common) + (0.7 * Normal(random)) + (i == 1 ? day : 0);
            }
        }

        string[] names = Names[..features];
        var sums = new FeatureMoments(names);
        sums.Sums.AddColumns(cells, rows);
        return new DatasetProfile(new DatasetSchema(ModelTask.Binary, [.. names.Select(name => new ColumnSchema(name, ColumnKind.Numeric, ColumnRole.Feature))])) { Rows = rows, Features = sums };
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
