using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Estimates;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Tests.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Estimates;

/// <summary>From files to reports.</summary>
public sealed class PerformanceEstimatesTests
{
    private const string Header = "timestamp,prediction,score,label\n";
    private static readonly TimeWindow Week = new(ProfileData.Start, ProfileData.Start.AddDays(7));

    [Fact]
    public async Task Evaluate_UnlabelledWindow_IsEstimated()
    {
        EvaluationReport report = Evaluate(await ProfileAsync(Rows(2_000, seed: 2, isLabelled: false)), await ProfileAsync(Rows(5_000, seed: 1)));

        Assert.Equal(0, report.LabelledRows);
        Assert.Equal(("cbpe", 2_000L, 0L, 5_000L), (report.Estimation!.Method, report.Estimation.Rows, report.Estimation.RowsLeftOut, report.Estimation.LearntFrom));
        MetricResult accuracy = report.Estimated.Single(metric => metric.Key == "accuracy");
        Assert.InRange(accuracy.Value!.Value, 0.7, 0.8);
        Assert.InRange(accuracy.Upper!.Value - accuracy.Lower!.Value, 0.04, 0.1);
        Assert.Equal(report.Metrics.Single(metric => metric.Key == "accuracy").Baseline, accuracy.Baseline);
        Assert.Equal(VerdictOutcome.NotEnoughData, report.Rules.Single(rule => rule.RuleId == EstimateGap.RuleId).Outcome);
    }

    /// <summary>Whether labels are there changes nothing of the estimate.</summary>
    [Fact]
    public async Task Evaluate_LabelledWindow_HasTheSameEstimate()
    {
        DatasetProfile baseline = await ProfileAsync(Rows(5_000, seed: 1));
        EvaluationReport labelled = Evaluate(await ProfileAsync(Rows(2_000, seed: 2)), baseline);
        EvaluationReport unlabelled = Evaluate(await ProfileAsync(Rows(2_000, seed: 2, isLabelled: false)), baseline);

        Assert.Equal(Figures(unlabelled), Figures(labelled));
        Assert.Equal(VerdictOutcome.Ok, labelled.Rules.Single(rule => rule.RuleId == EstimateGap.RuleId).Outcome);
        EvaluationReport read = EvaluateJson.Read(EvaluateJson.Write(labelled));
        Assert.Equal(Figures(labelled), Figures(read));
        Assert.Equal(labelled.Estimation, read.Estimation);
        Assert.Contains("\"holds\":\"Estimates hold under covariate shift, not under concept drift", Encoding.UTF8.GetString(EvaluateJson.Write(labelled)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(11)]
    public async Task Evaluate_WindowInParts_HasTheSameEstimate(int parts)
    {
        string[] rows = Rows(6_600, seed: 5, decimals: 8);
        DatasetProfile baseline = await ProfileAsync(Rows(5_000, seed: 1));
        EvaluationReport whole = Evaluate(await ProfileAsync(rows), baseline);
        var merged = new DatasetProfile(baseline.Schema);
        foreach (string[] part in rows.Chunk(rows.Length / parts).Reverse())
        {
            merged.Merge(ProfileCodec.FromBytes(ProfileCodec.ToBytes(await ProfileAsync(part))));
        }

        Assert.False(merged.Predictions!.Scores!.IsExact);
        Assert.Equal(Figures(whole), Figures(Evaluate(merged, baseline)));
    }

    [Fact]
    public async Task Evaluate_ScoresOutsideZeroToOne_AreLeftOutAndCounted()
    {
        string[] rows = [.. Rows(1_000, seed: 2), "2026-03-02,1,1.5,1\n", "2026-03-02,0,-0.1,0\n", "2026-03-02,0,,0\n", "2026-03-02,0,NaN,0\n"];
        EvaluationReport report = Evaluate(await ProfileAsync(rows), await ProfileAsync(Rows(5_000, seed: 1)));

        Assert.Equal((1_000L, 4L), (report.Estimation!.Rows, report.Estimation.RowsLeftOut));
    }

    [Fact]
    public async Task Evaluate_OnlyMargins_SaysWhyThereIsNoEstimate()
    {
        string[] rows = [.. Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"2026-03-02,{i % 2},{(i % 2 == 0 ? -3 : 4)},{i % 2}\n"))];
        EvaluationReport report = Evaluate(await ProfileAsync(rows), await ProfileAsync(Rows(5_000, seed: 1)));

        Assert.Empty(report.Estimated);
        Assert.Equal("no prediction has a score within 0 and 1", report.Estimation!.Reason);
    }

    [Fact]
    public async Task Evaluate_NoScores_SaysWhyThereIsNoEstimate()
    {
        string[] rows = [.. Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"2026-03-02,{i % 2},{i % 2}\n"))];
        DatasetProfile window = await ProfileData.WholeAsync("timestamp,prediction,label\n" + string.Concat(rows));
        EvaluationReport report = Evaluate(window, window);

        Assert.Empty(report.Estimated);
        Assert.Equal("no prediction has a score within 0 and 1", report.Estimation!.Reason);
        Assert.DoesNotContain(report.Rules, rule => rule.RuleId == EstimateGap.RuleId);
    }

    [Fact]
    public async Task Evaluate_BaselineOfOneClassOrNone_SaysWhyThereIsNoEstimate()
    {
        DatasetProfile window = await ProfileAsync(Rows(500, seed: 2));
        string[] one = [.. Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($"2026-03-02,{i % 2},0.{i % 9},0\n"))];

        Assert.Equal("the baseline's labels are all of one class", Evaluate(window, await ProfileAsync(one)).Estimation!.Reason);
        Assert.Equal("the baseline has no labels to learn from", Evaluate(window, await ProfileAsync(Rows(500, seed: 1, isLabelled: false))).Estimation!.Reason);
        Assert.Null(Evaluate(window, null).Estimation);
    }

    [Fact]
    public async Task Evaluate_SeveralClasses_AreEstimated()
    {
        DatasetProfile baseline = await ProfileData.WholeAsync(Classes(4_000, seed: 1));
        EvaluationReport report = Evaluate(await ProfileData.WholeAsync(Classes(2_000, seed: 2)), baseline);

        Assert.Equal(["accuracy", "precision", "recall", "f1", "rocAuc", "brier"], report.Estimated.Select(metric => metric.Key));
        Assert.All(report.Estimated, estimate => Assert.InRange(report.Metrics.Single(metric => metric.Key == estimate.Key).Value!.Value, estimate.Lower!.Value, estimate.Upper!.Value));
    }

    [Fact]
    public async Task Evaluate_Regression_IsEstimatedFromPredictionsAlone()
    {
        DatasetProfile baseline = await ProfileData.WholeAsync(Numbers(4_000, seed: 1, offset: 0, isLabelled: true));
        EvaluationReport report = Evaluate(await ProfileData.WholeAsync(Numbers(2_000, seed: 2, offset: 3, isLabelled: false)), baseline);
        EvaluationReport truth = Evaluate(await ProfileData.WholeAsync(Numbers(2_000, seed: 2, offset: 3, isLabelled: true)), baseline);

        Assert.Equal(("dle", 2_000L), (report.Estimation!.Method, report.Estimation.Rows));
        Assert.Equal(["mae", "mse", "rmse"], report.Estimated.Select(metric => metric.Key));
        Assert.All(report.Estimated, estimate => Assert.InRange(truth.Metrics.Single(metric => metric.Key == estimate.Key).Value!.Value, estimate.Lower!.Value, estimate.Upper!.Value));
        Assert.True(report.Estimated[0].Value > 1.2 * truth.Metrics.Single(metric => metric.Key == "mae").Baseline);
    }

    [Fact]
    public async Task Evaluate_RuleOnAnEstimate_BreachesBeforeLabelsCome()
    {
        var monitor = new MonitorDefinition("m")
        {
            Performance =
            [
                new PerformanceRule("accuracy") { Estimated = true, Below = 0.9 },
                new PerformanceRule("accuracy") { Below = 0.9 },
                new PerformanceRule("rocAuc") { Estimated = true, WorseThanBaselineBy = 0.2 },
            ],
        };
        EvaluationReport report = Evaluate(await ProfileAsync(Rows(2_000, seed: 2, isLabelled: false)), await ProfileAsync(Rows(5_000, seed: 1)), monitor);

        RuleVerdict breach = Assert.Single(report.Rules, rule => rule.Outcome == VerdictOutcome.Breach);
        Assert.Equal(("performance/estimated/accuracy/below", "EstimatedPerformanceBreach"), (breach.RuleId, breach.AlertName));
        Assert.Matches(@"^estimated accuracy 0\.7\d+ is below 0\.9 \(2,000 predicted rows; baseline 0\.7\d+\)$", breach.Summary);
        Assert.Equal(VerdictOutcome.NotEnoughData, report.Rules.Single(rule => rule.RuleId == "performance/accuracy/below").Outcome);
        Assert.Equal(VerdictOutcome.Ok, report.Rules.Single(rule => rule.RuleId == "performance/estimated/rocAuc/worseThanBaseline").Outcome);
        Assert.Equal(["accuracy"], report.Estimated.Where(metric => metric.Alert).Select(metric => metric.Key));
        Assert.DoesNotContain(report.Metrics, metric => metric.Alert);
    }

    [Fact]
    public async Task Evaluate_RuleOnAnEstimateThatIsNone_SaysWhy()
    {
        var monitor = new MonitorDefinition("m") { Performance = [new PerformanceRule("accuracy") { Estimated = true, Below = 0.9 }] };
        EvaluationReport report = Evaluate(await ProfileAsync(Rows(500, seed: 2)), await ProfileAsync(Rows(500, seed: 1, isLabelled: false)), monitor);

        RuleVerdict rule = report.Rules.Single(rule => rule.RuleId == "performance/estimated/accuracy/below");
        Assert.Equal(VerdictOutcome.NotEnoughData, rule.Outcome);
        Assert.StartsWith("estimated accuracy is not known: the baseline has no labels to learn from", rule.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_Segments_AreEstimatedFromThemselvesWhereTheyHaveLabels()
    {
        var monitor = new MonitorDefinition("m") { Segments = [new SegmentDefinition("region") { Alert = true }] };
        BatchContext context = ProfileData.Context(monitor);
        DatasetProfile baseline = await ProfileData.WholeAsync(Regions(6_000, seed: 1), context);
        EvaluationReport report = Evaluate(await ProfileData.WholeAsync(Regions(4_000, seed: 2), context), baseline, monitor);

        // In the south the same score means less.
        SegmentReport[] segments = [.. report.Segments!.Where(segment => segment.Rows > 0)];
        Assert.Equal(["region=north", "region=south"], segments.Select(segment => segment.Segment.ToString()));
        Assert.All(segments, segment => Assert.InRange(
            segment.Metrics.Single(metric => metric.Key == "prevalence").Value!.Value - segment.Estimated.Single(metric => metric.Key == "prevalence").Value!.Value, -0.05, 0.05));
        Assert.True(segments[0].Estimated.Single(metric => metric.Key == "prevalence").Value > 0.2 + segments[1].Estimated.Single(metric => metric.Key == "prevalence").Value);
        Assert.Equal(2, report.Rules.Count(rule => rule.Segment is not null && rule.AlertName == EstimateGap.AlertName && rule.Outcome == VerdictOutcome.Ok));
    }

    private static EvaluationReport Evaluate(DatasetProfile window, DatasetProfile? baseline, MonitorDefinition? monitor = null) =>
        new EvaluateWindow().Evaluate(new EvaluationInput(new ModelVersion("m", "1"), WindowSpec.Tumbling("7d"), Week, monitor ?? new MonitorDefinition("m"), window)
        {
            Families = [EvaluationFamily.Performance],
            Baseline = baseline,
            BaselineName = "upload",
        });

    /// <summary>All that is stored of the estimates.</summary>
    private static IEnumerable<MetricResult> Figures(EvaluationReport report) => report.Estimated.Select(metric => metric with { Interval = null, BaselineInterval = null });

    private static Task<DatasetProfile> ProfileAsync(string[] rows) => ProfileData.WholeAsync(Header + string.Concat(rows));

    private static string[] Rows(int count, int seed, bool isLabelled = true, int decimals = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double score = Math.Round(random.NextDouble(), decimals);
            bool label = random.NextDouble() < score;
            return string.Create(CultureInfo.InvariantCulture, $"2026-03-02,{(score >= 0.5 ? 1 : 0)},{score},{(!isLabelled ? string.Empty : label ? "1" : "0")}\n");
        })];
    }

    private static string Regions(int count, int seed)
    {
        var random = new Random(seed);
        return "timestamp,region,prediction,score,label\n" + string.Concat(Enumerable.Range(0, count).Select(i =>
        {
            double score = Math.Round(random.NextDouble(), 3);
            bool label = random.NextDouble() < (i % 2 == 0 ? score : score / 3);
            return string.Create(CultureInfo.InvariantCulture, $"2026-03-02,{(i % 2 == 0 ? "north" : "south")},{(score >= 0.5 ? 1 : 0)},{score},{(label ? 1 : 0)}\n");
        }));
    }

    private static string Classes(int count, int seed)
    {
        var random = new Random(seed);
        string[] names = ["a", "b", "c"];
        return "timestamp,prediction,score_a,score_b,score_c,label\n" + string.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            double[] weights = [.. names.Select(_ => Math.Pow(random.NextDouble(), 2) + 0.01)];
            double[] scores = [.. weights.Select(weight => Math.Round(weight / weights.Sum(), 3))];
            double drawn = random.NextDouble();
            int label = drawn < scores[0] ? 0 : drawn < scores[0] + scores[1] ? 1 : 2;
            return string.Create(CultureInfo.InvariantCulture, $"2026-03-02,{names[Array.IndexOf(scores, scores.Max())]},{scores[0]},{scores[1]},{scores[2]},{names[label]}\n");
        }));
    }

    private static string Numbers(int count, int seed, double offset, bool isLabelled)
    {
        var random = new Random(seed);
        return "timestamp,prediction,label\n" + string.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            double prediction = Math.Round(10 + offset + (10 * random.NextDouble()), 4);
            double label = Math.Round(prediction * (1 + (0.2 * (random.NextDouble() - random.NextDouble()))), 4);
            return string.Create(CultureInfo.InvariantCulture, $"2026-03-02,{prediction},{(isLabelled ? label.ToString(CultureInfo.InvariantCulture) : string.Empty)}\n");
        }));
    }
}
