using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate;

public sealed class SegmentEvaluationTests
{
    private static readonly TimeWindow Week = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.Zero));
    private static readonly string[] Regions = ["north", "south", "west"];

    [Fact]
    public void Evaluate_OneSegmentMoved_IsFoundThereAndNowhereElse()
    {
        EvaluationReport report = Evaluate(Rows(1, 3000, moved: "south"), Rows(2, 12_000), Monitor());

        Assert.Equal(["region=north", "region=south", "region=west"], report.Segments!.Select(segment => segment.Segment.ToString()));
        Assert.All(report.Segments!, segment => Assert.Equal((1000, 4000L), (segment.Rows, segment.BaselineRows)));
        Assert.Equal(["region=south amount"], Drifted(report));
        DriftResult drift = report.Segments![1].Drift.Single(result => result.Column == "amount");
        Assert.InRange(drift.Decomposition.Count, 1, 3);
        Assert.DoesNotContain(report.Rules, rule => rule.Segment is not null);
    }

    [Fact]
    public void Evaluate_SegmentsThatMayAlert_HaveRulesOfTheirOwn()
    {
        MonitorDefinition monitor = Monitor(alert: true) with { Performance = [new PerformanceRule("accuracy") { Below = 0.8 }] };
        EvaluationReport report = Evaluate(Rows(1, 3000, moved: "south", wrong: "west"), Rows(2, 12_000), monitor);

        RuleVerdict[] breaches = [.. report.Rules.Where(rule => rule is { Outcome: VerdictOutcome.Breach, Segment: not null })];
        Assert.Equal(["segment/region=south/drift/amount", "segment/region=west/performance/accuracy/below"], breaches.Select(rule => rule.RuleId));
        Assert.StartsWith("region=west: accuracy 0.", breaches[1].Summary, StringComparison.Ordinal);
        Assert.Equal(("PerformanceBreach", "region=west"), (breaches[1].AlertName, breaches[1].Segment));
        Assert.Equal(report.Rules.Count, report.Rules.Select(rule => rule.RuleId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(report.Rules.Select(rule => rule.RuleId), EvaluateJson.Read(EvaluateJson.Write(report)).Rules.Select(rule => rule.RuleId));
        Assert.Equal("region=west", EvaluateJson.Read(EvaluateJson.Write(report)).Segments![2].Segment.ToString());
    }

    [Fact]
    public void Evaluate_SegmentsOfOneSideOnly_AreThereWithoutTheOther()
    {
        DatasetProfile current = Rows(1, 3000);
        DatasetProfile baseline = Rows(2, 12_000);
        current.AddSegment(new SegmentKey("region", "new"), Part(3, 50, 0, 0.9));
        baseline.AddSegment(new SegmentKey("region", "old"), Part(4, 50, 0, 0.9));
        EvaluationReport report = Evaluate(current, baseline, Monitor());

        SegmentReport fresh = report.Segments!.Single(segment => segment.Segment.Value == "new");
        Assert.Equal((50, (long?)null, 50), (fresh.Rows, fresh.BaselineRows, fresh.LabelledRows));
        Assert.Empty(fresh.Drift);
        Assert.NotEmpty(fresh.Metrics);
        SegmentReport gone = report.Segments!.Single(segment => segment.Segment.Value == "old");
        Assert.Equal((0, 50L), (gone.Rows, gone.BaselineRows));
        Assert.All(gone.Drift, drift => Assert.Equal(DriftVerdict.NotEnoughData, drift.Verdict));
    }

    [Fact]
    public void Evaluate_WithoutBaseline_HasMetricsOnly()
    {
        EvaluationReport report = Evaluate(Rows(1, 300), baseline: null, Monitor());
        Assert.Equal(3, report.Segments!.Count);
        Assert.All(report.Segments!, segment => Assert.Empty(segment.Drift));
        Assert.All(report.Segments!, segment => Assert.InRange(segment.Metrics.Single(metric => metric.Key == "accuracy").Value!.Value, 0.8, 1));
    }

    [Fact]
    public void Evaluate_NoSegmentsInTheMonitor_SaysNothingOfThem()
    {
        EvaluationReport report = Evaluate(Rows(1, 300), Rows(2, 300), new MonitorDefinition("m"));
        Assert.Null(report.Segments);
        Assert.DoesNotContain("segment", System.Text.Encoding.UTF8.GetString(EvaluateJson.Write(report)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Evaluate_ManySegmentsWithoutChange_SeldomDrift()
    {
        // Forty segments of sixty windows: at a gate of their own each, some would pass it.
        int drifted = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            DatasetProfile current = new(Schema);
            DatasetProfile baseline = new(Schema);
            for (int i = 0; i < 40; i++)
            {
                current.AddSegment(new SegmentKey("region", $"r{i}"), Part((1000 * seed) + i, 120, 0, 0.9));
                baseline.AddSegment(new SegmentKey("region", $"r{i}"), Part(500_000 + (1000 * seed) + i, 1000, 0, 0.9));
            }

            drifted += Drifted(Evaluate(current, baseline, Monitor())).Count();
        }

        Assert.InRange(drifted, 0, 1);
    }

    private static IEnumerable<string> Drifted(EvaluationReport report) => report.Segments!.SelectMany(segment =>
        segment.Drift.Where(drift => drift.Verdict == DriftVerdict.Drift).Select(drift => $"{segment.Segment} {drift.Column}"));

    private static DatasetSchema Schema { get; } = Part(0, 1, 0, 1).Schema;

    private static MonitorDefinition Monitor(bool alert = false) => new("m") { Segments = [new SegmentDefinition("region") { Alert = alert }] };

    private static EvaluationReport Evaluate(DatasetProfile current, DatasetProfile? baseline, MonitorDefinition monitor) =>
        new EvaluateWindow().Evaluate(new EvaluationInput(new ModelVersion("m", "1"), monitor.DriftWindows, Week, monitor, current) { Baseline = baseline, BaselineName = "march" });

    /// <summary>Three regions of equal size.</summary>
    private static DatasetProfile Rows(int seed, int rows, string? moved = null, string? wrong = null)
    {
        var all = new DatasetProfile(Schema);
        foreach (string region in Regions)
        {
            DatasetProfile part = Part((100 * seed) + region[0], rows / 3, region == moved ? 1.5 : 0, region == wrong ? 0.6 : 0.9);
            all.Merge(part);
            all.AddSegment(new SegmentKey("region", region), part);
        }

        return all;
    }

    private static DatasetProfile Part(int seed, int rows, double shift, double right)
    {
        var random = new Random(seed);
        double?[] amounts = [.. Enumerable.Range(0, rows).Select(_ => (double?)(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6 + shift))];
        string[] predictions = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() < 0.4 ? "1" : "0")];
        string[] labels = [.. predictions.Select(prediction => random.NextDouble() < right ? prediction : prediction == "1" ? "0" : "1")];
        DatasetProfile profile = new TestProfiles()
            .Numeric("amount", amounts)
            .Categorical("prediction", predictions, ColumnRole.Prediction)
            .Categorical("label", labels, ColumnRole.Label)
            .Build();
        profile.Outcome = new OutcomeProfile(ModelTask.Binary, "1");
        foreach ((string prediction, string label) in predictions.Zip(labels))
        {
            profile.Outcome.AddPredicted(prediction, 1);
            profile.Outcome.AddLabelled(label, prediction, 1);
        }

        return profile;
    }
}
