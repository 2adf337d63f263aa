using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Metrics;

public sealed class IntervalTests
{
    [Fact]
    public void Share_TwentyOfHundred_IsWilsonsInterval()
    {
        Estimate estimate = Estimate.Share(20, 100, string.Empty);
        Assert.Equal(0.2, estimate.Value);
        Assert.Equal(0.04, estimate.StandardError!.Value, 12);
        Assert.Equal(0.1333669, estimate.Lower!.Value, 6);
        Assert.Equal(0.2888292, estimate.Upper!.Value, 6);
    }

    [Fact]
    public void Share_OfNoRows_IsZeroWithAReasonAndWithoutAnInterval()
    {
        Estimate estimate = Estimate.Share(0, 0, "nothing was predicted");
        Assert.Equal(0, estimate.Value);
        Assert.Equal("nothing was predicted", estimate.Reason);
        Assert.Null(estimate.Lower);
    }

    [Fact]
    public void F1_FewEvents_IntervalCoversTheTruthMostly()
    {
        var random = new Random(17);
        const int Draws = 2000;
        const double Truth = 0.6; // recall 0.6 and precision 0.6
        int covered = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            long hits = 0;
            long misses = 0;
            for (int i = 0; i < 10; i++)
            {
                hits += random.NextDouble() < Truth ? 1 : 0;
            }

            misses = 10 - hits;
            long wrong = Enumerable.Range(0, 10).Count(_ => random.NextDouble() < 0.4);
            Estimate f1 = BinaryMetrics.F1(hits, wrong, misses);
            covered += f1.Lower <= Truth && f1.Upper >= Truth ? 1 : 0;
        }

        Assert.InRange(covered, (int)(0.92 * Draws), Draws);
    }

    [Fact]
    public void RocAuc_ManyWindows_IntervalCoversTheTruthMostly()
    {
        var random = new Random(23);
        int covered = 0;
        for (int draw = 0; draw < 300; draw++)
        {
            var outcome = new OutcomeProfile(ModelTask.Binary, "1");
            for (int i = 0; i < 200; i++)
            {
                bool positive = i % 4 == 0;
                // P(max of two uniforms > one uniform) = 2/3.
                double score = positive ? Math.Max(random.NextDouble(), random.NextDouble()) : random.NextDouble();
                outcome.AddClassified(positive ? "1" : "0", "1", score);
            }

            MetricResult auc = new ModelMetrics().Measure(outcome, null, nameClasses: false).Single(result => result.Key == "rocAuc");
            covered += auc.Lower <= 2.0 / 3 && auc.Upper >= 2.0 / 3 ? 1 : 0;
        }

        Assert.InRange(covered, 276, 297);
    }

    [Fact]
    public void Measure_WithBaseline_CarriesItsFigure()
    {
        OutcomeProfile now = Outcome(3, 1, 5, 1);
        OutcomeProfile before = Outcome(9, 1, 9, 1);
        MetricResult accuracy = new ModelMetrics().Measure(now, before, nameClasses: false).Single(result => result.Key == "accuracy");
        Assert.Equal(0.8, accuracy.Value);
        Assert.Equal(0.9, accuracy.Baseline);
    }

    [Fact]
    public void Measure_NoLabels_IsNullWithTheReason()
    {
        var outcome = new OutcomeProfile(ModelTask.Regression, null);
        Assert.All(new ModelMetrics().Measure(outcome, null, nameClasses: true), result =>
        {
            Assert.Null(result.Value);
            Assert.Equal("no labelled rows", result.Reason);
        });
    }

    private static OutcomeProfile Outcome(long tp, long fp, long tn, long fn)
    {
        var outcome = new OutcomeProfile(ModelTask.Binary, "1");
        outcome.AddLabelled("1", "1", tp);
        outcome.AddLabelled("0", "1", fp);
        outcome.AddLabelled("0", "0", tn);
        outcome.AddLabelled("1", "0", fn);
        return outcome;
    }
}
