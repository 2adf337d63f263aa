using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Estimates;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Estimates;

public sealed class EstimateGapTests
{
    private static readonly LabelsDefinition Labels = new();

    /// <summary>Ten thousand rows at ½: a standard error of the prevalence is 0.005 by outcomes and as much by a baseline of as many; three metrics are looked at (the AUC of one score has no error), so 3.32 of them are allowed.</summary>
    [Theory]
    [InlineData(5_150, VerdictOutcome.Ok)]
    [InlineData(5_300, VerdictOutcome.Breach)]
    [InlineData(4_700, VerdictOutcome.Breach)]
    public void Verdict_Difference_IsHeldAgainstBothErrors(int events, VerdictOutcome expected)
    {
        RuleVerdict verdict = Verdict(Window(10_000, events, 10_000));

        Assert.Equal(expected, verdict.Outcome);
        Assert.Equal((EvaluationFamily.Performance, Severity.Info, "EstimateGap"), (verdict.Family, verdict.Severity, verdict.AlertName));
        if (expected == VerdictOutcome.Breach)
        {
            Assert.Contains("where 0.5 was estimated", verdict.Summary, StringComparison.Ordinal);
            Assert.Contains("the world changed, not only the data", verdict.Summary, StringComparison.Ordinal);
            Assert.Equal(3.32 * Math.Sqrt(2 * 0.25 / 10_000), Math.Abs(verdict.Threshold!.Value - 0.5), 4);
        }
    }

    [Fact]
    public void Verdict_FewLabels_SaysNothing()
    {
        Assert.Equal(VerdictOutcome.NotEnoughData, Verdict(Window(10_000, 4_900, 4_990)).Outcome);
        Assert.Equal(VerdictOutcome.Breach, Verdict(Window(10_000, 4_900, 6_000)).Outcome);
        Assert.Equal(VerdictOutcome.NotEnoughData, Verdict(Window(10_000, 4_900, 6_000), Labels with { MinimumCoverage = 0.8 }).Outcome);
        Assert.Equal(VerdictOutcome.Breach, Verdict(Window(10_000, 900, 1_000), Labels with { MinimumCoverage = 0.05 }).Outcome);
        Assert.Equal(VerdictOutcome.NotEnoughData, Verdict(Window(29, 29, 29)).Outcome);
    }

    [Fact]
    public void Verdict_LabelsOfPart_HaveAnErrorOfTheirOwn()
    {
        // 0.5225 of 10,000 parts; of 5,000 it does not.
        Assert.Equal(VerdictOutcome.Breach, Verdict(Window(10_000, 5_250, 10_000)).Outcome);
        Assert.Equal(VerdictOutcome.Ok, Verdict(Window(10_000, 2_625, 5_000)).Outcome);
    }

    [Fact]
    public void Verdict_FewExpectedEvents_SaysNothing()
    {
        DatasetProfile baseline = Profile(100_000, 0.001, 100);
        DatasetProfile window = Profile(5_000, 0.001, 40);
        EstimateResult estimates = PerformanceEstimates.Measure(window, baseline.Outcome, new MetricSettings(NameClasses: false))!;

        Assert.InRange(estimates.Metrics.Single(metric => metric.Key == "prevalence").Value!.Value, 0.0005, 0.0015);
        Assert.Equal(VerdictOutcome.NotEnoughData, EstimateGap.Verdict(estimates, Realised(window), window.Outcome!, Labels)!.Outcome);
    }

    /// <summary>A baseline whose weeks part from each other by themselves says how far a week may.</summary>
    [Fact]
    public void Verdict_ChunksThatPartThemselves_AllowAsMuch()
    {
        DatasetProfile[] chunks = [.. Enumerable.Range(0, 10).Select(i => Window(10_000, 5_000 + ((i % 2 == 0 ? 1 : -1) * 300), 10_000))];
        DatasetProfile[] calm = [.. Enumerable.Range(0, 10).Select(i => Window(10_000, 5_000 + (i % 2 == 0 ? 40 : -40), 10_000))];
        DatasetProfile window = Window(10_000, 5_400, 10_000);

        Assert.Equal(VerdictOutcome.Breach, Verdict(window, chunks: calm).Outcome);
        Assert.Equal(VerdictOutcome.Ok, Verdict(window, chunks: chunks).Outcome);
        Assert.Equal(VerdictOutcome.Breach, Verdict(window, chunks: [.. chunks.Take(4)]).Outcome);
        Assert.Equal(0, ChunkGaps.Learn(calm, Merged(calm).Outcome)["prevalence"]);

        // Ten gaps of 0.03 less chance, times (k / 3)².
        double factor = LearntSpread.Deviations(10) / 3;
        Assert.InRange(Math.Sqrt(ChunkGaps.Learn(chunks, Merged(chunks).Outcome)["prevalence"]) / factor, 0.03, 0.032);
    }

    private static RuleVerdict Verdict(DatasetProfile window, LabelsDefinition? labels = null, DatasetProfile[]? chunks = null)
    {
        EstimateResult estimates = PerformanceEstimates.Measure(window, Window(10_000, 5_000, 10_000).Outcome, new MetricSettings(NameClasses: false))!;
        return EstimateGap.Verdict(estimates, Realised(window), window.Outcome!, labels ?? Labels, chunks is null ? null : new BaselineChunks(chunks, Merged(chunks)))!;
    }

    private static IReadOnlyList<MetricResult> Realised(DatasetProfile window) => new ModelMetrics().Measure(window.Outcome!, null, new MetricSettings(NameClasses: false));

    private static DatasetProfile Window(int rows, int events, int labelled) => Profile(rows, 0.5, events, labelled);

    private static DatasetProfile Merged(DatasetProfile[] parts)
    {
        var merged = new DatasetProfile(parts[0].Schema);
        foreach (DatasetProfile part in parts)
        {
            merged.Merge(part);
        }

        return merged;
    }

    /// <summary>One score for all, predicted in every other row.</summary>
    private static DatasetProfile Profile(int rows, double score, int events, int? labelled = null)
    {
        var profile = new DatasetProfile(new DatasetSchema(ModelTask.Binary, []) { Positive = "1" })
        {
            Outcome = new OutcomeProfile(ModelTask.Binary, "1"),
            Predictions = new PredictionProfile(ModelTask.Binary, "1"),
        };
        for (int i = 0; i < rows; i++)
        {
            string? label = i >= (labelled ?? rows) ? null : i < events ? "1" : "0";
            profile.Outcome.AddClassified(label, i % 2 == 0 ? "1" : "0", score);
            profile.Predictions.AddScore(score, i % 2 == 0);
        }

        return profile;
    }
}
