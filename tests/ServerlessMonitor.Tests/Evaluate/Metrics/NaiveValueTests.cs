using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Metrics;

public sealed class NaiveValueTests
{
    [Fact]
    public void Binary_Naive_IsThatOfTheMoreFrequentClassWithItsShareAsScore()
    {
        var outcome = new OutcomeProfile(ModelTask.Binary, "1");
        (string Label, string Prediction, double Score)[] rows =
            [("1", "1", 0.9), ("1", "0", 0.4), ("0", "0", 0.1), ("0", "1", 0.6), ("0", "0", 0.2), ("0", "0", 0.3), ("0", "0", 0.1), ("0", "0", 0.1)];
        foreach ((string label, string prediction, double score) in rows)
        {
            outcome.AddClassified(label, prediction, score);
        }

        Dictionary<string, MetricResult> results = Results(outcome, new MetricSettings(NameClasses: true, "f2", new OutcomeCosts { FalseNegative = -50, FalsePositive = -5, TruePositive = 10 }));
        Assert.Equal(0.75, results["accuracy"].Naive);
        Assert.Equal((0, 1, 0.5, 0), (results["recall"].Naive, results["specificity"].Naive, results["balancedAccuracy"].Naive, results["f2"].Naive));
        Assert.Equal((0.5, 0.25, 0, 0), (results["rocAuc"].Naive, results["averagePrecision"].Naive, results["ksSeparation"].Naive, results["expectedCalibrationError"].Naive));
        Assert.Equal(0.1875, results["brier"].Naive!.Value, 1e-12);
        Assert.Equal(-(0.25 * Math.Log(0.25)) - (0.75 * Math.Log(0.75)), results["logLoss"].Naive!.Value, 1e-12);
        Assert.Equal((1, (double?)null), (results["liftTop10Percent"].Naive, results["prevalence"].Naive));

        // One hit, one miss, one false alarm among eight rows.
        Assert.Equal((10 - 50 - 5) / 8.0, results["businessValue"].Value);
        Assert.Equal(-100 / 8.0, results["businessValue"].Naive);
        Assert.True(results["businessValue"].Lower < results["businessValue"].Value);
    }

    [Fact]
    public void Multiclass_Naive_IsThatOfTheMostFrequentLabel()
    {
        var outcome = new OutcomeProfile(ModelTask.Multiclass, null);
        foreach (string label in (string[])["a", "b", "b", "c", "b"])
        {
            outcome.AddClassified(label, "a");
            outcome.Classes!.AddScores(label, ["a", "b", "c"], [0.5, 0.3, 0.2]);
        }

        Dictionary<string, MetricResult> results = Results(outcome, new MetricSettings(NameClasses: true));
        Assert.Equal(0.6, results["accuracy"].Naive);
        Assert.Equal(0.2, results["precision"].Naive!.Value, 1e-12);
        Assert.Equal((0.6, 1, 0), (results["precision[b]"].Naive, results["recall[b]"].Naive, results["recall[a]"].Naive));
        Assert.Equal((0.8, 1, 0.5), (results["topKAccuracy"].Naive, results["top3Accuracy"].Naive, results["rocAuc"].Naive));
        Assert.Equal(1 - 0.36 - 0.04 - 0.04, results["brier"].Naive!.Value, 1e-12);
    }

    [Fact]
    public void Regression_Naive_IsThatOfTheMeanOrTheMedianOfTheLabels()
    {
        var outcome = new OutcomeProfile(ModelTask.Regression, null);
        double[] labels = [1, 2, 3, 4, 10];
        outcome.Regression!.AddRange(labels, [1, 2, 3, 4, 9]);
        outcome.Labelled = labels.Length;

        Dictionary<string, MetricResult> results = Results(outcome, new MetricSettings(NameClasses: true, "pinball0.9"));
        Assert.Equal((2.2, 10, 6), (results["mae"].Naive, results["mse"].Naive!.Value, results["maxError"].Naive));
        Assert.Equal((0, 0, 0), (results["r2"].Naive, results["explainedVariance"].Naive, results["meanError"].Naive));
        Assert.Equal((1, 0.55), (results["medianAbsoluteError"].Naive, results["wape"].Naive!.Value));
        Assert.Equal(labels.Average(label => Math.Abs(4 - label) / label), results["mape"].Naive!.Value, 1e-12);
        Assert.Equal(labels.Average(label => 2 * Math.Abs(4 - label) / (label + 4)), results["smape"].Naive!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(labels.Average(label => Math.Pow(Math.Log(5) - Math.Log(1 + label), 2))), results["rmsle"].Naive!.Value, 1e-12);
        Assert.Equal(labels.Average(label => Math.Max(0.9 * (label - 7.6), 0.1 * (7.6 - label))), results["pinball0.9"].Naive!.Value, 1e-12);
    }

    /// <summary>Rows from a profile that was stored before labels were kept: no value instead of a wrong one.</summary>
    [Fact]
    public void Regression_LabelsNotAllKept_HasNoNaiveAbsoluteErrorAndNoErrorOfR2()
    {
        var outcome = new OutcomeProfile(ModelTask.Regression, null) { Labelled = 4 };
        outcome.Regression!.AddRange([1, 2], [2, 2]);
        (outcome.Regression.LabelQuantiles, outcome.Regression.Joint) = (new Sketches.KllSketch(), new ErrorMoments());
        outcome.Regression.AddRange([3, 5], [4, 4]);

        Dictionary<string, MetricResult> results = Results(outcome, new MetricSettings(NameClasses: true));
        Assert.Null(results["mae"].Naive);
        Assert.NotNull(results["mse"].Naive);
        Assert.Null(results["r2"].StandardError);
        Assert.NotNull(results["r2"].Value);
    }

    private static Dictionary<string, MetricResult> Results(OutcomeProfile outcome, MetricSettings settings) =>
        new ModelMetrics().Measure(outcome, null, settings).ToDictionary(result => result.Key, StringComparer.Ordinal);
}
