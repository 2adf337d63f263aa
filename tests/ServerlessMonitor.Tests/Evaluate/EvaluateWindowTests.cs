using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate;

public sealed class EvaluateWindowTests
{
    private static readonly TimeWindow Window = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Evaluate_NothingChanged_BreachesNothing()
    {
        EvaluationReport report = Evaluate(Rows(1, 4000), Rows(2, 20_000), Monitor());
        Assert.All(report.Rules, rule => Assert.NotEqual(VerdictOutcome.Breach, rule.Outcome));
        Assert.Equal(["a", "b", "c", "carrier", "score"], report.Drift.Select(result => result.Column));
        Assert.All(report.Drift, result => Assert.Equal(DriftVerdict.Ok, result.Verdict));
        Assert.Equal(report.Rules.Count, report.Rules.Select(rule => rule.RuleId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Evaluate_OneFeatureMoved_IsForTheDigestWithItsBins()
    {
        EvaluationReport report = Evaluate(Rows(1, 4000, shiftA: 2), Rows(2, 20_000), Monitor());
        RuleVerdict drift = report.Rules.Single(rule => rule.RuleId == "drift/a");
        Assert.Equal(VerdictOutcome.Breach, drift.Outcome);
        Assert.Equal(Severity.Info, drift.Severity);
        Assert.Equal("FeatureDrift", drift.AlertName);
        Assert.Equal("jensenShannon", drift.Measure);
        Assert.InRange(drift.Contributions.Count, 1, 5);
        Assert.StartsWith("a has drifted (jensenShannon 0.", drift.Summary, StringComparison.Ordinal);
        Assert.Contains("4,000 rows against 20,000 rows of march", drift.Summary, StringComparison.Ordinal);
        Assert.Equal(VerdictOutcome.Ok, report.Rules.Single(rule => rule.RuleId == "drift/dataset").Outcome);
    }

    [Fact]
    public void Evaluate_HalfOfTheFeaturesMoved_TheDatasetHasDrifted()
    {
        EvaluationReport report = Evaluate(Rows(1, 4000, shiftA: 2, shiftB: 2), Rows(2, 20_000), Monitor());
        RuleVerdict dataset = report.Rules.Single(rule => rule.AlertName == "DatasetDrift");
        Assert.Equal(VerdictOutcome.Breach, dataset.Outcome);
        Assert.Equal(Severity.Warning, dataset.Severity);
        Assert.StartsWith("2 of 4 features drift", dataset.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ScoreMoved_IsPredictionDriftAndAWarning()
    {
        EvaluationReport report = Evaluate(Rows(1, 4000, shiftScore: 0.3), Rows(2, 20_000), Monitor());
        RuleVerdict drift = report.Rules.Single(rule => rule.RuleId == "drift/score");
        Assert.Equal(VerdictOutcome.Breach, drift.Outcome);
        Assert.Equal("PredictionDrift", drift.AlertName);
        Assert.Equal(Severity.Warning, drift.Severity);
    }

    [Fact]
    public void Evaluate_FewRowsWithoutChange_IsNotEnoughData()
    {
        EvaluationReport report = Evaluate(Rows(1, 60), Rows(2, 20_000), Monitor());
        Assert.All(report.Drift, result => Assert.Equal(DriftVerdict.NotEnoughData, result.Verdict));
        Assert.All(report.Drift, result => Assert.True(result.NoiseBound > result.Threshold));
        Assert.Equal(VerdictOutcome.NotEnoughData, report.Rules.Single(rule => rule.RuleId == "drift/dataset").Outcome);
    }

    [Fact]
    public void Evaluate_ColumnSettings_ChooseMethodThresholdAndSeverity()
    {
        MonitorDefinition monitor = Monitor() with
        {
            Drift = new DriftDefinition
            {
                Method = "kolmogorovSmirnov",
                Threshold = 0.01,
                Columns = new Dictionary<string, ColumnDriftDefinition>(StringComparer.Ordinal)
                {
                    ["a"] = new() { Method = "psi", Threshold = 0.5, Severity = Severity.Critical },
                    ["b"] = new() { Enabled = false },
                },
            },
        };
        EvaluationReport report = Evaluate(Rows(1, 4000, shiftA: 2), Rows(2, 20_000), monitor);
        DriftResult a = report.Drift.Single(result => result.Column == "a");
        Assert.Equal(("psi", 0.5, DriftVerdict.Drift), (a.Method, a.Threshold, a.Verdict));
        Assert.Equal(Severity.Critical, report.Rules.Single(rule => rule.RuleId == "drift/a").Severity);
        Assert.DoesNotContain(report.Drift, result => result.Column == "b");
        DriftResult c = report.Drift.Single(result => result.Column == "c");
        Assert.Equal(("kolmogorovSmirnov", 0.01), (c.Method, c.Threshold));
        Assert.NotNull(c.PValue);
        DriftResult carrier = report.Drift.Single(result => result.Column == "carrier");
        Assert.Equal(("jensenShannon", 0.1), (carrier.Method, carrier.Threshold));
        Assert.Contains("kolmogorovSmirnov does not apply", carrier.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_SensitiveColumn_NoValueOfItAppearsAnywhere()
    {
        MonitorDefinition monitor = Monitor() with { Columns = new MonitorColumns { Sensitive = ["carrier"] } };
        DatasetProfile current = new TestProfiles().Categorical("carrier", Enumerable.Repeat("SECRET", 4000)).Build();
        DatasetProfile baseline = new TestProfiles().Categorical("carrier", Enumerable.Range(0, 4000).Select(i => i % 2 == 0 ? "HIDDEN" : "SECRET")).Build();
        EvaluationReport report = Evaluate(current, baseline, monitor);
        string json = Encoding.UTF8.GetString(EvaluateJson.Write(report));
        Assert.DoesNotContain("SECRET", json, StringComparison.Ordinal);
        Assert.DoesNotContain("HIDDEN", json, StringComparison.Ordinal);
        Assert.Equal("category 1", report.Drift.Single().Decomposition[0].Bin);
    }

    [Fact]
    public void Evaluate_ColumnGone_SaysWhyItCannotBeCompared()
    {
        EvaluationReport report = Evaluate(new TestProfiles().Numeric("b", Enumerable.Range(0, 500).Select(i => (double?)i)).Build(), Rows(2, 5000), Monitor());
        DriftResult a = report.Drift.Single(result => result.Column == "a");
        Assert.Equal(DriftVerdict.NotEnoughData, a.Verdict);
        Assert.Equal("the window has no such column", a.Reason);
        Assert.Equal(VerdictOutcome.Breach, report.Rules.Single(rule => rule.RuleId == "quality/missingColumn/a").Outcome);
    }

    [Fact]
    public void Evaluate_ColumnAllMissing_IsDrift()
    {
        IEnumerable<double?> nothing = Enumerable.Repeat<double?>(null, 1000);
        EvaluationReport report = Evaluate(
            new TestProfiles().Numeric("a", nothing).Build(), new TestProfiles().Numeric("a", Enumerable.Range(0, 5000).Select(i => (double?)i)).Build(), Monitor());
        DriftResult a = Assert.Single(report.Drift);
        Assert.Equal(DriftVerdict.Drift, a.Verdict);
        Assert.Equal(1, a.Value!.Value, 6);
        Assert.Equal("(missing)", a.Decomposition[0].Bin);
        Assert.Equal(VerdictOutcome.Breach, report.Rules.Single(rule => rule.RuleId == "quality/missing/a").Outcome);
    }

    [Theory]
    [InlineData("jensenShannon")]
    [InlineData("psi")]
    [InlineData("wasserstein")]
    [InlineData("kolmogorovSmirnov")]
    public void Evaluate_ManyRowsFromSketchesWithoutChange_SketchErrorIsNoDrift(string method)
    {
        var random = new Random(29);
        DatasetProfile Draw(int rows) => new TestProfiles().Numeric("x", Enumerable.Range(0, rows).Select(_ => (double?)Math.Pow(random.NextDouble(), 3))).Build();
        DatasetProfile baseline = Draw(150_000);
        // The strictest rule there is for a p-value; chance alone gives 0.02 of these ten.
        MonitorDefinition monitor = Monitor() with { Drift = new DriftDefinition { Method = method, Threshold = method == "kolmogorovSmirnov" ? 0.002 : null } };
        for (int window = 0; window < 10; window++)
        {
            DriftResult result = Assert.Single(Evaluate(Draw(60_000), baseline, monitor, EvaluationFamily.Drift).Drift);
            Assert.Equal(DriftVerdict.Ok, result.Verdict);
        }
    }

    [Fact]
    public void Evaluate_LabelsStillMissing_AreNoLabelDrift()
    {
        double?[] known = [.. Enumerable.Range(0, 3000).Select(i => (double?)(i % 7))];
        DatasetProfile baseline = new TestProfiles(ModelTask.Regression, null).Numeric("label", known, ColumnRole.Label).Build();
        DatasetProfile partly = new TestProfiles(ModelTask.Regression, null)
            .Numeric("label", known.Select((value, i) => i % 2 == 0 ? value : null), ColumnRole.Label).Build();
        DatasetProfile none = new TestProfiles(ModelTask.Regression, null).Numeric("label", known.Select(_ => (double?)null), ColumnRole.Label).Build();
        Assert.Equal(DriftVerdict.Ok, Assert.Single(Evaluate(partly, baseline, Monitor()).Drift).Verdict);
        Assert.Empty(Evaluate(none, baseline, Monitor()).Drift);
    }

    [Fact]
    public void Evaluate_ChiSquareOnFewRows_KnowsThatItCannotTell()
    {
        MonitorDefinition monitor = Monitor() with { Drift = new DriftDefinition { Method = "chiSquare" } };
        DatasetProfile Of(params string[] values) => new TestProfiles().Categorical("c", values).Build();
        Assert.Equal(DriftVerdict.NotEnoughData, Assert.Single(Evaluate(Of("a"), Of("b"), monitor, EvaluationFamily.Drift).Drift).Verdict);
        DriftResult clear = Assert.Single(Evaluate(Of([.. Enumerable.Repeat("a", 50)]), Of([.. Enumerable.Repeat("b", 50)]), monitor, EvaluationFamily.Drift).Drift);
        Assert.Equal(DriftVerdict.Drift, clear.Verdict);
        Assert.True(clear.PValue < 1e-10);
    }

    [Fact]
    public void Evaluate_PerformanceBelowTheLimit_BreachesAndReadsWell()
    {
        MonitorDefinition monitor = Monitor() with
        {
            Performance =
            [
                new PerformanceRule("f1") { Below = 0.35, For = 2 },
                new PerformanceRule("f1") { Below = 0.1, Severity = Severity.Warning },
                new PerformanceRule("precision") { WorseThanBaselineBy = 0.1 },
                new PerformanceRule("nonsense") { Above = 1 },
            ],
        };
        DatasetProfile current = new TestProfiles().Confusion(100, 400, 562, 350).Rows(1412).Build();
        DatasetProfile baseline = new TestProfiles().Confusion(410, 590, 500, 590).Rows(2090).Build();
        EvaluationReport report = Evaluate(current, baseline, monitor, EvaluationFamily.Performance);

        Assert.Equal(1412, report.LabelledRows);
        RuleVerdict f1 = report.Rules.Single(rule => rule.RuleId == "performance/f1/below");
        Assert.Equal((VerdictOutcome.Breach, Severity.Critical, 2), (f1.Outcome, f1.Severity, f1.For));
        Assert.Equal("f1 0.211 is below 0.35 (1,412 labelled rows; baseline 0.41)", f1.Summary);
        Assert.Equal(VerdictOutcome.Ok, report.Rules.Single(rule => rule.RuleId == "performance/f1/below/2").Outcome);
        RuleVerdict precision = report.Rules.Single(rule => rule.RuleId == "performance/precision/worseThanBaseline");
        Assert.Equal(VerdictOutcome.Breach, precision.Outcome);
        Assert.Equal("precision 0.2 is 0.21 worse than the baseline's, more than 0.1 (1,412 labelled rows; baseline 0.41)", precision.Summary);
        Assert.Equal(VerdictOutcome.NotEnoughData, report.Rules.Single(rule => rule.RuleId == "performance/nonsense/above").Outcome);
        Assert.True(report.Metrics.Single(metric => metric.Key == "f1").Alert);
        Assert.False(report.Metrics.Single(metric => metric.Key == "recall").Alert);
    }

    [Theory]
    [InlineData(8, 2, VerdictOutcome.NotEnoughData, "(10 labelled rows, too few: not even 0.818 could be told from 0.9)")]
    [InlineData(2, 18, VerdictOutcome.Breach, "is below 0.9 (20 labelled rows)")]
    [InlineData(83, 17, VerdictOutcome.NotEnoughData, "(100 labelled rows, too few: not even 0.818 could be told from 0.9)")]
    [InlineData(79, 21, VerdictOutcome.Breach, "is below 0.9 (100 labelled rows)")]
    [InlineData(95, 5, VerdictOutcome.Ok, "is not below 0.9 (100 labelled rows)")]
    [InlineData(880, 120, VerdictOutcome.Ok, "is below 0.9 (1,000 labelled rows, which may be chance)")]
    [InlineData(860, 140, VerdictOutcome.Breach, "is below 0.9 (1,000 labelled rows)")]
    public void Evaluate_LimitOnAShare_NeedsRowsThatAreEvidence(int right, int wrong, VerdictOutcome outcome, string words)
    {
        MonitorDefinition monitor = Monitor() with { Performance = [new PerformanceRule("accuracy") { Below = 0.9 }] };
        RuleVerdict verdict = Assert.Single(Evaluate(new TestProfiles().Confusion(right, 0, 0, wrong).Rows(right + wrong).Build(), null, monitor, EvaluationFamily.Performance).Rules);
        Assert.Equal(outcome, verdict.Outcome);
        Assert.EndsWith(words, verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_LossAgainstASmallBaseline_MayBeTheBaselinesOwnChance()
    {
        MonitorDefinition monitor = Monitor() with { Performance = [new PerformanceRule("accuracy") { WorseThanBaselineBy = 0.05 }] };
        VerdictOutcome Against(int right, int of) => Assert.Single(Evaluate(
            new TestProfiles().Confusion(4000, 0, 0, 1000).Rows(5000).Build(), new TestProfiles().Confusion(right, 0, 0, of - right).Rows(of).Build(), monitor, EvaluationFamily.Performance).Rules).Outcome;
        Assert.Equal(VerdictOutcome.Breach, Against(9000, 10_000));
        Assert.Equal(VerdictOutcome.NotEnoughData, Against(90, 100));
    }

    [Fact]
    public void Evaluate_NothingToMeasureAShareOf_IsNoBreach()
    {
        // No row is an event: recall is 0 by convention, which says nothing about the model.
        MonitorDefinition monitor = Monitor() with { Performance = [new PerformanceRule("recall") { Below = 0.5 }, new PerformanceRule("f1") { Below = 0.5 }] };
        EvaluationReport report = Evaluate(new TestProfiles().Confusion(0, 0, 1000, 0).Rows(1000).Build(), null, monitor, EvaluationFamily.Performance);
        Assert.All(report.Rules, rule => Assert.Equal(VerdictOutcome.NotEnoughData, rule.Outcome));
    }

    [Fact]
    public void Evaluate_MetricWithoutAnInterval_NeedsThirtyRows()
    {
        MonitorDefinition monitor = Monitor() with { Performance = [new PerformanceRule("falseNegative") { Above = 3 }] };
        RuleVerdict Of(int rows) => Assert.Single(Evaluate(new TestProfiles().Confusion(rows - 5, 0, 0, 5).Rows(rows).Build(), null, monitor, EvaluationFamily.Performance).Rules);
        Assert.Contains("29 labelled rows, too few to say: 30 are needed", Of(29).Summary, StringComparison.Ordinal);
        Assert.Equal((VerdictOutcome.NotEnoughData, VerdictOutcome.Breach), (Of(29).Outcome, Of(30).Outcome));
    }

    [Fact]
    public void Evaluate_EmptyWindowWithoutBaseline_IsAReportAndNoException()
    {
        MonitorDefinition monitor = Monitor() with { Performance = [new PerformanceRule("f1") { Below = 0.5 }] };
        EvaluationReport report = Evaluate(new TestProfiles().Numeric("a", []).Confusion(0, 0, 0, 0).Rows(0).Build(), null, monitor);
        Assert.Equal(0, report.Rows);
        Assert.Empty(report.Drift);
        Assert.All(report.Rules, rule => Assert.NotEqual(VerdictOutcome.Breach, rule.Outcome));
    }

    [Fact]
    public void Evaluate_EmptyWindowWithBaseline_DriftIsNotEnoughData()
    {
        DatasetProfile empty = new TestProfiles().Numeric("a", []).Rows(0).Build();
        EvaluationReport report = Evaluate(empty, Rows(2, 1000), Monitor());
        Assert.All(report.Drift, result => Assert.Equal(DriftVerdict.NotEnoughData, result.Verdict));
    }

    [Fact]
    public void Json_FullReport_ComesBackTheSame()
    {
        MonitorDefinition monitor = Monitor() with { Performance = [new PerformanceRule("f1") { Below = 0.35 }] };
        EvaluationReport report = Evaluate(Rows(1, 1000, shiftA: 2), Rows(2, 5000), monitor);
        byte[] json = EvaluateJson.Write(report);
        EvaluationReport back = EvaluateJson.Read(json);
        Assert.Equal(json, EvaluateJson.Write(back));
        Assert.Equal(report.Window, back.Window);
        Assert.Equal(report.Spec, back.Spec);
        Assert.Equal(report.Model, back.Model);
        Assert.Equal(report.Rules.Select(rule => rule.Summary), back.Rules.Select(rule => rule.Summary));
        Assert.Equal(report.Drift[0].Decomposition, back.Drift[0].Decomposition);
        string text = Encoding.UTF8.GetString(json);
        Assert.Contains("\"window\":{\"start\":\"2026-03-02T00:00:00Z\"", text, StringComparison.Ordinal);
        Assert.Contains("\"length\":\"7d\"", text, StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"drift\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_NumberThatIsNone_IsNull()
    {
        var report = new EvaluationReport(new ModelVersion("m", "1"), WindowSpec.Tumbling("1d"), Window) { Metrics = [new MetricResult("x", double.NaN) { Upper = double.PositiveInfinity }] };
        Assert.Contains("\"key\":\"x\",\"value\":null", Encoding.UTF8.GetString(EvaluateJson.Write(report)), StringComparison.Ordinal);
        Assert.Null(EvaluateJson.Read(EvaluateJson.Write(report)).Metrics[0].Value);
    }

    [Fact]
    public void Digest_AnyInputChanged_IsAnother()
    {
        string Of(string eTag = "e", string? baseline = "b", string monitor = "m", bool provisional = false, long before = 3, TimeWindow? window = null, bool turned = false)
        {
            (string, string)[] parts = [("p1", eTag), ("p2", "f")];
            return InputDigest.Compute(WindowSpec.Tumbling("1d"), window ?? Window, turned ? parts.Reverse() : parts, baseline, monitor, provisional, [before]);
        }

        string[] others = [Of("x"), Of(baseline: null), Of(baseline: "-"), Of(monitor: "n"), Of(provisional: true), Of(before: 4), Of(window: new TimeWindow(Window.Start, Window.Start))];
        Assert.Equal(others.Length, others.Append(Of()).Distinct(StringComparer.Ordinal).Count() - 1);
        Assert.Equal(Of(), Of(turned: true));
        Assert.Equal(64, Of().Length);
    }

    private static EvaluationReport Evaluate(DatasetProfile current, DatasetProfile? baseline, MonitorDefinition monitor, params EvaluationFamily[] families)
    {
        var input = new EvaluationInput(new ModelVersion("m", "1"), monitor.DriftWindows, Window, monitor, current)
        {
            Baseline = baseline,
            BaselineName = "march",
            InputDigest = "d",
            EvaluatedAt = Window.End,
        };
        return new EvaluateWindow().Evaluate(families.Length == 0 ? input : input with { Families = families });
    }

    private static MonitorDefinition Monitor() => new("m");

    private static DatasetProfile Rows(int seed, int rows, double shiftA = 0, double shiftB = 0, double shiftScore = 0)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double?[] Column(Func<double> draw) => [.. Enumerable.Range(0, rows).Select(_ => (double?)draw())];
        string[] carriers = ["AA", "DL", "UA", "WN"];
        return new TestProfiles()
            .Ids(Enumerable.Range(0, rows).Select(i => $"{seed}-{i}"))
            .Numeric("a", Column(() => Normal() + shiftA))
            .Numeric("b", Column(() => Math.Clamp(Normal(), -1, 1) + shiftB))
            .Numeric("c", Column(() => random.Next(5)))
            .Categorical("carrier", Enumerable.Range(0, rows).Select(_ => carriers[random.Next(4)]))
            .Numeric("score", Column(() => Math.Min(1, (random.NextDouble() * 0.6) + shiftScore)), ColumnRole.Score)
            .Build();
    }
}
