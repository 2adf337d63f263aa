using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Metrics;

public sealed class ServiceMetricsTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeWindow Hour = new(Midnight, Midnight.AddHours(1));
    private static readonly MonitorDefinition Monitor = new("churn") { Service = new ServiceDefinition { Latency = "ms", Error = "status" } };

    [Theory]
    [InlineData("latencyP50", 50.5, 40.0, 61.0)] // ranks 40 and 61: P(X ≤ 39) = 0.0176 of 100 fair coins
    [InlineData("latencyP90", 90.1, 84.0, 96.0)]
    [InlineData("latencyP95", 95.05, 90.0, 100.0)]
    [InlineData("latencyP99", 99.01, 97.0, null)] // the largest of 100 rows is no upper bound
    [InlineData("latencyMean", 50.5, 44.813852, 56.186148)]
    [InlineData("latencyP99.9", 99.901, 99.0, null)]
    public void Latency_OneToAHundred_HasItsOrderStatistics(string key, double value, double lower, double? upper)
    {
        MonitorDefinition asked = Monitor with { Performance = [new PerformanceRule("latencyP99.9") { Above = 1e6 }] };
        MetricResult metric = Of(Evaluate(Rows(Enumerable.Range(1, 100).Select(i => (double?)i)), monitor: asked), key);
        Assert.Equal(value, metric.Value!.Value, 9);
        Assert.Equal(lower, metric.Lower!.Value, 6);
        Assert.Equal(upper, metric.Upper is { } most ? Math.Round(most, 6) : null);
        Assert.Equal(upper is null, metric.StandardError is null);
        Assert.Null(metric.Reason);
    }

    [Fact]
    public void Latency_MoreThanASketchHolds_IsWithinItsError()
    {
        double?[] values = [.. Enumerable.Range(0, 50_000).Select(i => (double?)((i * 7919L % 50_000) / 50.0))];
        MetricResult metric = Of(Evaluate(Rows(values)), "latencyP95");
        Assert.InRange(metric.Value!.Value, 950 - 4, 950 + 4);
        Assert.InRange(metric.Lower!.Value, 940, 947);
        Assert.InRange(metric.Upper!.Value, 953, 960);
        Assert.Equal("from a quantile sketch: its rank is off by at most 0.4 % of the rows", metric.Reason);
    }

    [Fact]
    public void Latency_BelowZeroTextAndNotFinite_AreLeftOutAndSaid()
    {
        double?[] values = [.. Enumerable.Range(1, 90).Select(i => (double?)i), -5, -1, null, double.NaN, double.PositiveInfinity];
        EvaluationReport report = Evaluate(new TestProfiles().Numeric("ms", values, invalid: 5).Build());
        Assert.Equal((45.5, 45.5), (Of(report, "latencyP50").Value, Of(report, "latencyMean").Value));
        Assert.Equal("10 of 100 rows (10.0 %) without a latency left out, 2 of them below 0", Of(report, "latencyP50").Reason);
        Assert.Equal(Of(report, "latencyP50").Reason, Of(report, "latencyMean").Reason);
    }

    [Theory]
    [InlineData("missing", "'ms' has no number")]
    [InlineData("negative", "every number in 'ms' is below 0")]
    [InlineData("text", "'ms' is categorical, not numeric")]
    [InlineData("absent", "the rows have no column 'ms'")]
    [InlineData("none", "no rows")]
    public void Latency_Unusable_IsUndefinedWithTheReason(string what, string reason)
    {
        DatasetProfile rows = what switch
        {
            "missing" => new TestProfiles().Numeric("ms", new double?[50]).Build(),
            "negative" => new TestProfiles().Numeric("ms", Enumerable.Repeat<double?>(-1, 50)).Build(),
            "text" => new TestProfiles().Categorical("ms", Enumerable.Repeat("fast", 50)).Build(),
            "absent" => new TestProfiles().Numeric("x", Enumerable.Repeat<double?>(1, 50)).Build(),
            _ => new TestProfiles().Numeric("ms", []).Build(),
        };
        EvaluationReport report = Evaluate(rows, monitor: Monitor with { Performance = [new PerformanceRule("latencyP95") { Above = 100 }] });
        Assert.All(report.Metrics.Where(metric => metric.Key.StartsWith("latency", StringComparison.Ordinal)), metric => Assert.Equal((null, reason), (metric.Value, metric.Reason)));
        RuleVerdict rule = report.Rules.Single(verdict => verdict.Measure == "latencyP95");
        Assert.Equal((VerdictOutcome.NotEnoughData, $"latencyP95 is not known: {reason} (0 rows)"), (rule.Outcome, rule.Summary));
        Assert.DoesNotContain("NaN", Encoding.UTF8.GetString(EvaluateJson.Write(report)), StringComparison.Ordinal);
    }

    [Fact]
    public void Latency_OneRow_IsAValueWithoutBounds()
    {
        EvaluationReport report = Evaluate(Rows([40]), monitor: Monitor with { Performance = [new PerformanceRule("latencyP95") { Above = 10 }, new PerformanceRule("latencyMean") { Above = 10 }] });
        MetricResult metric = Of(report, "latencyP95");
        Assert.Equal((40.0, null, null, null), (metric.Value, metric.StandardError, metric.Lower, metric.Upper));
        Assert.All(report.Rules.Where(rule => rule.AlertName == "ServiceBreach"), rule => Assert.Equal(VerdictOutcome.NotEnoughData, rule.Outcome));
    }

    [Fact]
    public void Latency_Constant_IsJudged()
    {
        MonitorDefinition monitor = Monitor with { Performance = [new PerformanceRule("latencyP50") { Above = 10 }, new PerformanceRule("latencyP95") { Above = 50 }] };
        EvaluationReport report = Evaluate(Rows(Enumerable.Repeat<double?>(40, 300)), monitor: monitor);
        Assert.Equal([VerdictOutcome.Breach, VerdictOutcome.Ok], report.Rules.Where(rule => rule.AlertName == "ServiceBreach").Select(rule => rule.Outcome));
        Assert.Equal((40.0, 40.0, 0.0), (Of(report, "latencyP50").Lower, Of(report, "latencyP50").Upper, Of(report, "latencyP50").StandardError));
    }

    [Theory]
    [InlineData(new double[] { 200, 301, 404, 429, 499, 500, 503, 0 }, 2, 8)]
    [InlineData(new double[] { 0, 0, 0, 1 }, 1, 4)]
    [InlineData(new double[] { 0, 4, 14, -1 }, 3, 4)]
    [InlineData(new double[] { 200, double.NaN }, 0, 1)]
    public void Errors_Numbers_FollowTheConvention(double[] values, int failed, int rows)
    {
        MetricResult metric = Of(Evaluate(new TestProfiles().Numeric("status", values.Select(value => (double?)value)).Build()), "errorRate");
        Assert.Equal((double)failed / rows, metric.Value!.Value, 12);
    }

    [Theory]
    [InlineData("timeout|||OK|none|false|503|200|true", 3, 9)]
    [InlineData("||", 0, 3)]
    public void Errors_Texts_FollowTheConvention(string values, int failed, int rows)
    {
        MetricResult metric = Of(Evaluate(new TestProfiles().Categorical("status", values.Split('|').Select(value => value.Length == 0 ? null : value)).Build()), "errorRate");
        Assert.Equal((double)failed / rows, metric.Value!.Value, 12);
        Assert.Equal(failed == 0, metric.Reason == "'status' has no value, which counts as no failure");
    }

    [Fact]
    public void Errors_SaidByTheMonitor_AreThose()
    {
        DatasetProfile codes = new TestProfiles().Numeric("status", [200, 404, 404, 500]).Build();
        DatasetProfile words = new TestProfiles().Categorical("status", ["done", "failed", "timeout", null]).Build();
        double? Rate(DatasetProfile rows, ServiceDefinition service) => Of(Evaluate(rows, monitor: Monitor with { Service = service with { Error = "status" } }), "errorRate").Value;
        Assert.Equal(0.75, Rate(codes, new ServiceDefinition { ErrorMinimum = 400 }));
        Assert.Equal(0.5, Rate(codes, new ServiceDefinition { ErrorValues = ["404"] }));
        Assert.Equal(0.5, Rate(words, new ServiceDefinition { ErrorValues = ["failed", "timeout"] }));
    }

    [Fact]
    public void Errors_ThreeOfAHundred_HaveWilsonsInterval()
    {
        MetricResult metric = Of(Evaluate(new TestProfiles().Numeric("status", Enumerable.Range(0, 100).Select(i => (double?)(i < 3 ? 500 : 200))).Build()), "errorRate");
        Assert.Equal((0.03, 0.010255, 0.084519), (metric.Value, Math.Round(metric.Lower!.Value, 6), Math.Round(metric.Upper!.Value, 6)));
    }

    [Fact]
    public void Errors_NumericAndAllMissing_IsUndefined()
    {
        MetricResult metric = Of(Evaluate(new TestProfiles().Numeric("status", new double?[20]).Build()), "errorRate");
        Assert.Equal((null, "'status' has no value that says whether a row failed"), (metric.Value, metric.Reason));
    }

    [Theory]
    [InlineData(10, 0.166667, 0.079923, 0.306506)] // Garwood: 4.7954 to 18.3904
    [InlineData(0, 0.0, 0.0, 0.061481)]
    public void Throughput_RowsOfAnHour_IsPerMinute(int rows, double value, double lower, double upper)
    {
        MetricResult metric = Of(Evaluate(Rows(Enumerable.Repeat<double?>(1, rows))), "throughput");
        Assert.Equal((value, lower, upper), (Math.Round(metric.Value!.Value, 6), Math.Round(metric.Lower!.Value, 6), Math.Round(metric.Upper!.Value, 6)));
    }

    [Fact]
    public void Throughput_Baseline_IsOverItsWholeHours()
    {
        DatasetProfile baseline = Rows(Enumerable.Repeat<double?>(1, 600));
        (baseline.FirstEvent, baseline.LastEvent) = (Midnight.AddHours(-10).AddMinutes(7), Midnight.AddMinutes(-3));
        Assert.Equal(1, Of(Evaluate(Rows([1]), baseline), "throughput").Baseline);
        baseline.LastEvent = baseline.FirstEvent;
        Assert.Null(Of(Evaluate(Rows([1]), baseline), "throughput").Baseline);
    }

    [Fact]
    public void Throughput_WindowInPart_IsOfWhatIsThere()
    {
        DatasetProfile rows = Rows(Enumerable.Repeat<double?>(1, 30));
        (rows.FirstEvent, rows.LastEvent) = (Midnight, Midnight.AddMinutes(15));
        MetricResult metric = Of(new EvaluateWindow().Evaluate(Input(rows, null, Monitor) with { Provisional = true }), "throughput");
        Assert.Equal((2.0, "the window is not whole: from its first row to its last"), (metric.Value, metric.Reason));
    }

    [Fact]
    public void Measure_NothingNamed_HasNoServiceMetrics() => Assert.Empty(Evaluate(Rows([1, 2, 3]), monitor: new MonitorDefinition("churn")).Metrics);

    [Fact]
    public void Rules_FixedLimits_WaitNeitherForLabelsNorForCoverage()
    {
        DatasetProfile rows = new TestProfiles()
            .Numeric("ms", Enumerable.Range(1, 400).Select(i => (double?)i)).Numeric("status", Enumerable.Range(0, 400).Select(i => (double?)(i % 4 == 0 ? 500 : 200))).Confusion(0, 0, 0, 0).Build();
        rows.Outcome!.Predicted = 400;
        MonitorDefinition monitor = Monitor with
        {
            Labels = new LabelsDefinition { MinimumCoverage = 0.8 },
            Performance = [new("latencyP95") { Above = 300 }, new("latencyP95") { Above = 500 }, new("errorRate") { Above = 0.1 }, new("throughput") { Below = 10 }],
        };
        EvaluationReport report = Evaluate(rows, monitor: monitor);
        RuleVerdict[] rules = [.. report.Rules.Where(rule => rule.AlertName == "ServiceBreach")];
        Assert.Equal([VerdictOutcome.Breach, VerdictOutcome.Ok, VerdictOutcome.Breach, VerdictOutcome.Breach], rules.Select(rule => rule.Outcome));
        Assert.Equal("latencyP95 380 is above 300 (400 rows)", rules[0].Summary);
        Assert.Equal("errorRate 0.25 is above 0.1 (400 rows)", rules[2].Summary);
        Assert.Equal("throughput 6.67 is below 10 (400 rows)", rules[3].Summary);
        Assert.Equal(["latencyP95", "errorRate", "throughput"], report.Metrics.Where(metric => metric.Alert).Select(metric => metric.Key));
    }

    [Fact]
    public void Rules_AgainstTheBaseline_KnowWhatIsWorse()
    {
        DatasetProfile Make(double factor, int rows)
        {
            DatasetProfile made = Rows(Enumerable.Range(1, rows).Select(i => (double?)(factor * (1 + (i % 100)))));
            (made.FirstEvent, made.LastEvent) = (Midnight, Midnight.AddMinutes(59));
            return made;
        }

        VerdictOutcome[] Outcomes(double factor, int rows) => [.. Evaluate(Make(factor, rows), Make(1, 2000), Monitor with
        {
            Performance = [new("latencyP90") { WorseThanBaselineBy = 20 }, new("throughput") { WorseThanBaselineBy = 5 }],
        }).Rules.Where(rule => rule.AlertName == "ServiceBreach").Select(rule => rule.Outcome)];
        Assert.Equal([VerdictOutcome.Ok, VerdictOutcome.Ok], Outcomes(1, 2000));
        Assert.Equal([VerdictOutcome.Breach, VerdictOutcome.Breach], Outcomes(2, 1000));
        Assert.Equal([VerdictOutcome.Ok, VerdictOutcome.Ok], Outcomes(0.5, 4000));
    }

    [Fact]
    public void Rules_Learnt_AreFromTheBaselinesChunks()
    {
        DatasetProfile Chunk(int seed, double factor = 1)
        {
            var random = new Random(seed);
            DatasetProfile made = Rows(Enumerable.Range(0, 1500).Select(_ => (double?)(factor * Math.Exp(random.NextDouble()))));
            (made.FirstEvent, made.LastEvent) = (Midnight.AddHours(-seed), Midnight.AddHours(-seed).AddMinutes(59));
            return made;
        }

        DatasetProfile[] chunks = [.. Enumerable.Range(1, 8).Select(seed => Chunk(seed))];
        var whole = new DatasetProfile(chunks[0].Schema);
        Array.ForEach(chunks, whole.Merge);
        MonitorDefinition monitor = Monitor with { Performance = [new("latencyP95") { LearntRange = true }, new("throughput") { LearntRange = true }] };
        EvaluationReport report = new EvaluateWindow().Evaluate(Input(Chunk(99, factor: 1.5), whole, monitor) with { BaselineChunks = new BaselineChunks(chunks, whole) });
        RuleVerdict[] rules = [.. report.Rules.Where(rule => rule.AlertName == "ServiceBreach")];
        Assert.Equal([VerdictOutcome.Breach, VerdictOutcome.Ok], rules.Select(rule => rule.Outcome));
        Assert.Contains("learnt from 8 chunks of the baseline", rules[0].Summary, StringComparison.Ordinal);
        Assert.Equal(VerdictOutcome.NotEnoughData, new EvaluateWindow().Evaluate(Input(Chunk(99), whole, monitor)).Rules.First(rule => rule.AlertName == "ServiceBreach").Outcome);
    }

    [Fact]
    public void Drift_ServiceColumns_AreNoFeatures()
    {
        DatasetProfile baseline = new TestProfiles().Numeric("ms", Enumerable.Range(1, 2000).Select(i => (double?)i)).Numeric("x", Enumerable.Range(1, 2000).Select(i => (double?)i)).Build();
        DatasetProfile current = new TestProfiles().Numeric("ms", Enumerable.Range(1, 2000).Select(i => (double?)(9 * i))).Numeric("x", Enumerable.Range(1, 2000).Select(i => (double?)i)).Build();
        EvaluationReport report = new EvaluateWindow().Evaluate(Input(current, baseline, Monitor) with { Families = [EvaluationFamily.Drift, EvaluationFamily.Performance] });
        Assert.Equal(["x"], report.Drift.Select(drift => drift.Column));
        Assert.Equal(1900, Math.Round(Of(report, "latencyP95").Baseline!.Value));
    }

    [Fact]
    public void Segments_HaveTheirOwn_AndThroughputIsNotJudged()
    {
        DatasetProfile current = Rows(Enumerable.Repeat<double?>(1, 300));
        current.AddSegment(new SegmentKey("country", "de"), Segment(Enumerable.Range(1, 200).Select(i => (double?)i)));
        MonitorDefinition monitor = Monitor with
        {
            Segments = [new SegmentDefinition("country") { Alert = true }],
            Performance = [new("latencyP95") { Above = 100 }, new("throughput") { Below = 4 }],
        };
        EvaluationReport report = Evaluate(current, monitor: monitor);
        SegmentReport segment = Assert.Single(report.Segments!);
        Assert.Equal(190.05, segment.Metrics.Single(metric => metric.Key == "latencyP95").Value!.Value, 9);
        Assert.Equal(200 / 60.0, segment.Metrics.Single(metric => metric.Key == "throughput").Value!.Value, 9);
        Assert.Equal([("latencyP95", VerdictOutcome.Breach)], report.Rules.Where(rule => rule.Segment is not null).Select(rule => (rule.Measure, rule.Outcome)));
    }

    [Fact]
    public void Versions_WithoutALabel_AreComparedByLatencyAndNotByTraffic()
    {
        EvaluationReport Report(string version, double factor, int rows) => EvaluateJson.Read(EvaluateJson.Write(new EvaluateWindow().Evaluate(
            Input(Rows(Enumerable.Range(1, rows).Select(i => (double?)(factor * (1 + (i % 100))))), null, Monitor with { Service = new ServiceDefinition { Latency = "ms" } }) with { Model = new ModelVersion("churn", version) })));

        VersionComparison Compare(double factor, int rows, params PerformanceRule[] rules) => new CompareVersions().Compare(
            new ModelVersion("churn", "1"), new ModelVersion("churn", "2"), WindowSpec.Tumbling("1h"), [new ReportPair(Report("1", 1, 2000), Report("2", factor, rows))], [], rules);

        VersionComparison slower = Compare(1.5, 200, new PerformanceRule("latencyP95") { Above = 500 });
        Assert.Equal(("latencyP95", VersionVerdict.Worse), (slower.PrimaryMetric, slower.Verdict));
        Assert.StartsWith("Version 2 is worse than version 1: latencyP95 14", slower.Summary, StringComparison.Ordinal);
        Assert.Contains("with 200 rows against 2,000", slower.Windows[0].Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(slower.Totals, total => total.Key == "throughput");
        MetricTotal few = Compare(1.5, 20).Totals.Single(total => total.Key == "latencyP50");
        Assert.Equal((VersionVerdict.NotEnoughData, "20 rows of a version, 30 are needed"), (few.Verdict, few.Reason));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    [InlineData(2000)]
    public void Gate_AtTheLimit_FiresInAtMostOneOfAThousandAndFindsTwiceAsSlow(int rows)
    {
        const int Windows = 2000;
        double limit = Math.Exp(1.6448536269514722); // the 95 % quantile of a lognormal latency
        (int atLimit, int found, int judged) = (0, 0, 0);
        var random = new Random(rows);
        for (int i = 0; i < Windows; i++)
        {
            double[] values = [.. Enumerable.Range(0, rows).Select(_ => Math.Exp(MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1)))];
            VerdictOutcome Judge(double factor)
            {
                var column = new ColumnProfile(new ColumnSchema("ms", ColumnKind.Numeric, ColumnRole.Feature));
                column.AddValues([.. values.Select(value => value * factor)]);
                var latencies = ServerlessMonitor.Evaluate.Metrics.Service.LatencyValues.Of(column)!;
                var metric = new MetricResult("latencyP95", latencies.Quantile(0.95)) { Interval = new ServerlessMonitor.Evaluate.Metrics.Intervals.LatencyInterval(latencies, 0.95) };
                return EvidenceGate.Limit(metric, limit, upwards: true).Outcome;
            }

            atLimit += Judge(1) == VerdictOutcome.Breach ? 1 : 0;
            VerdictOutcome slow = Judge(2);
            judged += slow != VerdictOutcome.NotEnoughData ? 1 : 0;
            found += slow == VerdictOutcome.Breach ? 1 : 0;
        }

        Assert.InRange(atLimit, 0, 4); // 2 expected at most
        Assert.InRange(judged - found, 0, 0.07 * Windows); // one in twenty may be passed over
        Assert.True(rows < 300 || judged == Windows);
    }

    private static MetricResult Of(EvaluationReport report, string key) => report.Metrics.Single(metric => metric.Key == key);

    private static DatasetProfile Rows(IEnumerable<double?> latencies) => new TestProfiles().Numeric("ms", latencies).Build();

    private static DatasetProfile Segment(IEnumerable<double?> latencies)
    {
        DatasetProfile rows = Rows(latencies);
        DatasetProfile segment = DatasetProfile.OfSegment(rows.Schema);
        segment.Merge(rows);
        return segment;
    }

    private static EvaluationReport Evaluate(DatasetProfile current, DatasetProfile? baseline = null, MonitorDefinition? monitor = null) =>
        new EvaluateWindow().Evaluate(Input(current, baseline, monitor ?? Monitor));

    private static EvaluationInput Input(DatasetProfile current, DatasetProfile? baseline, MonitorDefinition monitor) =>
        new(new ModelVersion("churn", "1"), WindowSpec.Tumbling("1h"), Hour, monitor, current) { Families = [EvaluationFamily.Performance], Baseline = baseline };
}
