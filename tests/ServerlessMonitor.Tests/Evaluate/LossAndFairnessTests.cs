using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate;

/// <summary>Segments by their part of the loss, groups of sensitive columns, and labels that have come in part.</summary>
public sealed class LossAndFairnessTests
{
    private static readonly TimeWindow Day = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Loss_SegmentThatLosesMost_LeadsAndTenUnluckyRowsDoNot()
    {
        EvaluationReport report = Evaluate(Monitor(), ("big", Outcome(90, 10, 880, 20)), ("bad", Outcome(60, 80, 300, 60)), ("tiny", Outcome(3, 2, 3, 2)));
        Dictionary<string, SegmentLoss> loss = report.Segments!.ToDictionary(segment => segment.Segment.Value!, segment => segment.Loss!, StringComparer.Ordinal);

        Assert.Equal(("errors", 500, 140.0), (loss["bad"].Measure, loss["bad"].Rows, loss["bad"].Loss));
        Assert.Equal(140 / 174.0, loss["bad"].Share, 12);
        Assert.Equal(140 - (500 * 174 / 1510.0), loss["bad"].Excess, 9);
        Assert.InRange(loss["bad"].Lower!.Value, 1, loss["bad"].Excess);
        Assert.Equal((1, null, null), (loss["bad"].Rank, loss["big"].Rank, loss["tiny"].Rank));
        Assert.True(loss["tiny"].Excess > 0 && loss["tiny"].Lower < 0);
        Assert.Equal(0, loss.Values.Sum(item => item.Excess), 9);
        Assert.Equal(1, loss.Values.Sum(item => item.Share), 12);
        SegmentReport back = EvaluateJson.Read(EvaluateJson.Write(report)).Segments!.Single(segment => segment.Loss?.Rank == 1);
        Assert.Equal((loss["bad"], "bad"), (back.Loss, back.Segment.Value));
    }

    [Fact]
    public void Loss_SegmentsThatAreAlike_SeldomHaveARank()
    {
        var random = new Random(11);
        int ranked = 0;
        for (int window = 0; window < 200; window++)
        {
            (string, OutcomeProfile)[] segments = [.. Enumerable.Range(0, 20).Select(i =>
            {
                int rows = i < 10 ? 20 : 400;
                int wrong = Enumerable.Range(0, rows).Count(_ => random.NextDouble() < 0.1);
                return ($"s{i}", Outcome(rows - wrong, wrong, 0, 0));
            })];
            ranked += Evaluate(Monitor(), segments).Segments!.Count(segment => segment.Loss?.Rank is not null);
        }

        Assert.InRange(ranked, 0, 1);
    }

    [Fact]
    public void Loss_OfNumbers_IsTheSquaredError()
    {
        var monitor = new MonitorDefinition("m") { Segments = [new SegmentDefinition("region")] };
        var profile = new DatasetProfile(new TestProfiles(ModelTask.Regression, null).Build().Schema);
        profile.Outcome = new OutcomeProfile(ModelTask.Regression, null);
        foreach ((string name, double error) in new[] { ("a", 1.0), ("b", 3.0) })
        {
            DatasetProfile part = DatasetProfile.OfSegment(profile.Schema);
            part.Outcome = new OutcomeProfile(ModelTask.Regression, null);
            for (int i = 0; i < 200; i++)
            {
                part.Outcome.Regression!.Add(i, i + (error * (i % 3 == 0 ? 2 : 1)));
                part.Outcome.Labelled++;
            }

            profile.Outcome.Merge(part.Outcome);
            profile.AddSegment(new SegmentKey("region", name), part);
        }

        EvaluationReport report = new EvaluateWindow().Evaluate(new EvaluationInput(new ModelVersion("m", "1"), WindowSpec.Tumbling("1d"), Day, monitor, profile));
        Assert.Equal(("squaredError", 0.9), (report.Segments![1].Loss!.Measure, Math.Round(report.Segments[1].Loss!.Share, 9)));
        Assert.Equal([null, 1], report.Segments.Select(segment => segment.Loss!.Rank));
    }

    [Fact]
    public void Fairness_SensitiveColumn_IsComparedWithTheLargestGroup()
    {
        MonitorDefinition monitor = Monitor() with { Columns = new MonitorColumns { Sensitive = ["region"] } };
        EvaluationReport report = Evaluate(monitor, ("a", Outcome(300, 100, 500, 100)), ("b", Outcome(60, 40, 300, 140)), ("few", Outcome(3, 2, 5, 3)));

        GroupFairness region = Assert.Single(report.Fairness!);
        Assert.Equal(("region", "a"), (region.Column, region.Reference));
        FairnessFigure Of(string group, string key) => region.Groups.Single(item => item.Group == group).Figures.Single(item => item.Key == key);
        Assert.Equal((0.4, null), (Of("a", "selectionRate").Value, Of("a", "selectionRate").Verdict));
        FairnessFigure selection = Of("b", "selectionRate");
        Assert.Equal(100 / 540.0, selection.Value!.Value, 12);
        Assert.Equal((100 / 540.0) - 0.4, selection.Difference!.Value, 12);
        Assert.Equal(100 / 540.0 / 0.4, selection.Ratio!.Value, 12);
        Assert.InRange(selection.Ratio.Value, selection.RatioLower!.Value, selection.RatioUpper!.Value);
        Assert.InRange(selection.Difference.Value, selection.DifferenceLower!.Value, selection.DifferenceUpper!.Value);
        Assert.Equal(FairnessVerdict.Differs, selection.Verdict);
        Assert.Equal((0.3, FairnessVerdict.Differs), (Of("b", "truePositiveRate").Value, Of("b", "truePositiveRate").Verdict!.Value));
        Assert.Equal(FairnessVerdict.NoDifferenceSeen, Of("b", "falsePositiveRate").Verdict);
        Assert.All(region.Groups.Single(item => item.Group == "few").Figures, figure => Assert.Equal(FairnessVerdict.NotEnoughData, figure.Verdict));
        string json = Encoding.UTF8.GetString(EvaluateJson.Write(report));
        Assert.Contains("\"verdict\":\"differs\"", json, StringComparison.Ordinal);
        Assert.Equal(json, Encoding.UTF8.GetString(EvaluateJson.Write(EvaluateJson.Read(Encoding.UTF8.GetBytes(json)))));
        Assert.DoesNotContain(report.Rules, rule => rule.Summary.Contains("region", StringComparison.Ordinal));
    }

    [Fact]
    public void Fairness_ReferenceInTheMonitor_IsTaken()
    {
        MonitorDefinition monitor = new("m") { Columns = new MonitorColumns { Sensitive = ["region"] }, Segments = [new SegmentDefinition("region") { Reference = "b" }] };
        Assert.Equal("b", Assert.Single(Evaluate(monitor, ("a", Outcome(300, 100, 500, 100)), ("b", Outcome(60, 40, 300, 140))).Fairness!).Reference);
        Assert.Null(Evaluate(Monitor(), ("a", Outcome(300, 100, 500, 100))).Fairness);
    }

    [Fact]
    public void Fairness_SeveralClasses_IsOfEachAgainstTheRest()
    {
        MonitorDefinition monitor = Monitor() with { Columns = new MonitorColumns { Sensitive = ["region"] } };
        (string, OutcomeProfile)[] groups = [("a", Classes((500, "x", "x"), (100, "x", "y"), (300, "y", "y"), (100, "z", "x"))), ("b", Classes((60, "x", "x"), (140, "x", "y"), (200, "y", "y")))];
        GroupFairness region = Assert.Single(Evaluate(monitor, groups).Fairness!);
        Assert.Equal("a", region.Reference);
        FairnessFigure Of(string group, string key) => region.Groups.Single(item => item.Group == group).Figures.Single(item => item.Key == key);
        Assert.Equal(15, region.Groups[1].Figures.Count);
        Assert.Equal((0.6, 1000L), (Of("a", "selectionRate[x]").Value, Of("a", "selectionRate[x]").Rows));
        Assert.Equal((500 / 600.0, 600L), (Of("a", "truePositiveRate[x]").Value, Of("a", "truePositiveRate[x]").Rows));
        Assert.Equal((0.25, 400L), (Of("a", "falsePositiveRate[x]").Value, Of("a", "falsePositiveRate[x]").Rows));
        Assert.Equal(500 / 600.0, Of("a", "precision[x]").Value);
        Assert.Equal((0.3, FairnessVerdict.Differs), (Of("b", "truePositiveRate[x]").Value, Of("b", "truePositiveRate[x]").Verdict!.Value));
        Assert.Equal((1.0, FairnessVerdict.NoDifferenceSeen), (Of("b", "truePositiveRate[y]").Value, Of("b", "truePositiveRate[y]").Verdict!.Value));
        Assert.Equal((null, FairnessVerdict.NotEnoughData), (Of("b", "truePositiveRate[z]").Value, Of("b", "truePositiveRate[z]").Verdict!.Value));
    }

    [Fact]
    public void Fairness_ClassesThatAreTooManyOrSensitive_HasNone()
    {
        MonitorDefinition monitor = Monitor() with { Columns = new MonitorColumns { Sensitive = ["region"] } };
        (int, string, string)[] many = [.. Enumerable.Range(0, 21).Select(i => (10, $"c{i}", $"c{i}"))];
        Assert.Null(Evaluate(monitor, ("a", Classes(many)), ("b", Classes(many))).Fairness);
        Assert.NotNull(Evaluate(monitor, ("a", Classes(many[..20])), ("b", Classes(many[..20]))).Fairness);
        monitor = monitor with { Columns = new MonitorColumns { Sensitive = ["region", "label"] } };
        Assert.Null(Evaluate(monitor, ("a", Classes(many[..20])), ("b", Classes(many[..20]))).Fairness);
    }

    [Theory]
    [InlineData(0.5, VerdictOutcome.Breach)]
    [InlineData(0.6, VerdictOutcome.NotEnoughData)]
    public void Coverage_BelowTheMinimum_NoMetricIsJudged(double minimum, VerdictOutcome outcome)
    {
        MonitorDefinition monitor = new("m") { Labels = new LabelsDefinition { MinimumCoverage = minimum }, Performance = [new PerformanceRule("accuracy") { Below = 0.9 }] };
        OutcomeProfile half = Outcome(400, 300, 200, 100);
        half.AddPredicted("1", 700);
        half.AddPredicted("0", 300);
        EvaluationReport report = Evaluate(monitor, ("all", half));

        RuleVerdict rule = Assert.Single(report.Rules, rule => rule.Family == EvaluationFamily.Performance);
        Assert.Equal(outcome, rule.Outcome);
        Assert.Equal((2000, 1000, 0.5), (report.Coverage!.Predicted, report.Coverage.Labelled, report.Coverage.Share));
        Assert.Equal(minimum == 0.6, rule.Summary == "accuracy 0.6 is not judged: 50.0 % of 2,000 predictions have labels, 60.0 % are needed");
    }

    [Fact]
    public void Coverage_LabelsOfOneClassOnly_SaysThatTheyAreNoFairSample()
    {
        OutcomeProfile outcome = Outcome(400, 100, 50, 50);
        outcome.AddPredicted("1", 100);
        outcome.AddPredicted("0", 900);
        LabelCoverage coverage = Evaluate(new MonitorDefinition("m"), ("all", outcome)).Coverage!;
        Assert.Equal([("0", 1000, 100), ("1", 600, 500)], coverage.ByClass!.Select(item => (item.Class, item.Predicted, item.Labelled)));
        Assert.Contains("labels have come for", coverage.Note, StringComparison.Ordinal);
        Assert.Contains("no fair sample", coverage.Note, StringComparison.Ordinal);

        LabelCoverage hidden = Evaluate(new MonitorDefinition("m") { Columns = new MonitorColumns { Sensitive = ["label"] } }, ("all", outcome)).Coverage!;
        Assert.Null(hidden.ByClass);
        Assert.Contains("those of one predicted class", hidden.Note, StringComparison.Ordinal);
        Assert.Null(Evaluate(new MonitorDefinition("m"), ("all", Outcome(400, 100, 50, 50))).Coverage!.Note);
    }

    private static MonitorDefinition Monitor() => new("m") { Segments = [new SegmentDefinition("region")] };

    private static OutcomeProfile Classes(params (int Rows, string Label, string Prediction)[] counts)
    {
        var outcome = new OutcomeProfile(ModelTask.Multiclass, null);
        foreach ((int rows, string label, string prediction) in counts)
        {
            outcome.AddPredicted(prediction, rows);
            outcome.AddLabelled(label, prediction, rows);
        }

        return outcome;
    }

    private static OutcomeProfile Outcome(int truePositives, int falsePositives, int trueNegatives, int falseNegatives)
    {
        var outcome = new OutcomeProfile(ModelTask.Binary, "1");
        outcome.AddPredicted("1", truePositives + falsePositives);
        outcome.AddPredicted("0", trueNegatives + falseNegatives);
        outcome.AddLabelled("1", "1", truePositives);
        outcome.AddLabelled("0", "1", falsePositives);
        outcome.AddLabelled("0", "0", trueNegatives);
        outcome.AddLabelled("1", "0", falseNegatives);
        return outcome;
    }

    private static EvaluationReport Evaluate(MonitorDefinition monitor, params (string Name, OutcomeProfile Outcome)[] segments)
    {
        DatasetSchema schema = new TestProfiles()
            .Categorical("prediction", [], ColumnRole.Prediction).Categorical("label", [], ColumnRole.Label).Build().Schema;
        var profile = new DatasetProfile(schema) { Outcome = new OutcomeProfile(segments[0].Outcome.Task, segments[0].Outcome.Positive) };
        foreach ((string name, OutcomeProfile outcome) in segments)
        {
            DatasetProfile part = DatasetProfile.OfSegment(schema);
            part.Outcome = outcome;
            part.Rows = outcome.Predicted;
            profile.Outcome.Merge(outcome);
            profile.AddSegment(new SegmentKey("region", name), part);
        }

        return new EvaluateWindow().Evaluate(new EvaluationInput(new ModelVersion("m", "1"), WindowSpec.Tumbling("1d"), Day, monitor, profile));
    }
}
