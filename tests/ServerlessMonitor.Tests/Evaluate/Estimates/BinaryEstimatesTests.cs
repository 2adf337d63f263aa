using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Estimates;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Evaluate.Estimates;

public sealed class BinaryEstimatesTests
{
    private static readonly MetricSettings Settings = new(NameClasses: true);

    /// <summary>Ten rows with p = ¼ that are predicted negative, and ten with ¾ that are predicted positive: E[TP] = 7.5, E[FN] = 2.5.</summary>
    [Fact]
    public void Measure_TwoScores_AreTheSumsByHand()
    {
        ScoreHistogram predictions = Of((0.25, 0, 10), (0.75, 10, 0));
        EstimateResult result = BinaryEstimates.Measure(predictions, Of((0.25, 25, 75), (0.75, 75, 25)), Settings);

        Assert.Equal(
            [7.5, 2.5, 7.5, 2.5, 0.75, 0.75, 0.75, 0.75, 0.75, 0.25, 0.5, 0.5, 0.5],
            Values(result, "truePositive", "falsePositive", "trueNegative", "falseNegative", "accuracy", "precision", "recall", "f1", "specificity", "fpr", "mcc", "prevalence", "predictedPositiveRate"));

        // Pairs in order: 2.5 · 3.75 + 7.5 · (7.5 + 1.25) of 100.
        Assert.Equal(0.75, Of(result, "rocAuc").Value!.Value, 12);
        Assert.Equal(0.1875, Of(result, "brier").Value!.Value, 12);
        Assert.Equal((0.25 * -Math.Log(0.25)) + (0.75 * -Math.Log(0.75)), Of(result, "logLoss").Value!.Value, 12);

        // Outcomes: 20 · 3/16 ÷ 20²; the baseline: a pool of 100 rows with 25 (75) events and one of each kind more, twice, over 10 rows each.
        double learnt = 26.0 / 102 * 76 / 102 / 100;
        double error = Math.Sqrt((20 * 0.1875 / 400) + (2 * 100 * learnt / 400));
        Assert.Equal(error, Of(result, "accuracy").StandardError!.Value, 9);
        Assert.Equal(0.75 - (3 * error), Of(result, "accuracy").Lower!.Value, 9);
        Assert.Equal(1, Of(result, "accuracy").Upper);
        Assert.Equal((20, 200L, 2, 0.0), ((int)result.Facts.Rows, result.Facts.LearntFrom, result.Facts.Pieces, result.Facts.OutsideBaseline));
    }

    [Fact]
    public void Measure_OnlyOneClassPredicted_HasZerosByConvention()
    {
        EstimateResult result = BinaryEstimates.Measure(Of((0.25, 0, 100)), Of((0.25, 25, 75), (0.75, 75, 25)), Settings);

        Assert.Equal([0, 0, 0, 0.75], Values(result, "precision", "recall", "f1", "accuracy"));
        Assert.Equal(0.5, Of(result, "rocAuc").Value!.Value, 12);
        Assert.Equal(0, Of(result, "precision").StandardError);
    }

    [Fact]
    public void Measure_ScoresBeyondTheBaseline_AreCounted()
    {
        EstimateResult result = BinaryEstimates.Measure(Of((0.1, 0, 1), (0.5, 2, 0), (0.9, 1, 0)), Of((0.25, 25, 75), (0.75, 75, 25)), Settings);

        Assert.Equal(0.5, result.Facts.OutsideBaseline);
    }

    [Fact]
    public void Measure_CostsAndBeta_AreEstimatedToo()
    {
        MetricSettings settings = Settings with { Asked = "f0.5", Costs = new OutcomeCosts { TruePositive = 2, FalsePositive = -1 } };
        EstimateResult result = BinaryEstimates.Measure(Of((0.25, 0, 10), (0.75, 10, 0)), Of((0.25, 25, 75), (0.75, 75, 25)), settings);

        Assert.Equal(((2 * 7.5) - 2.5) / 20, Of(result, "businessValue").Value!.Value, 12);
        Assert.Equal(0.75, Of(result, "f0.5").Value!.Value, 12);
    }

    private static IEnumerable<double> Values(EstimateResult result, params string[] keys) => keys.Select(key => Math.Round(Of(result, key).Value!.Value, 12));

    private static MetricResult Of(EstimateResult result, string key) => Assert.Single(result.Metrics, metric => metric.Key == key);

    private static ScoreHistogram Of(params (double Score, int Positives, int Negatives)[] scores)
    {
        var histogram = new ScoreHistogram();
        foreach ((double score, int positives, int negatives) in scores)
        {
            histogram.Add(score, positive: true, positives);
            histogram.Add(score, positive: false, negatives);
        }

        return histogram;
    }
}
