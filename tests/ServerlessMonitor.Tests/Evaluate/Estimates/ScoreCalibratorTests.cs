using ServerlessMonitor.Evaluate.Estimates;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Evaluate.Estimates;

public sealed class ScoreCalibratorTests
{
    [Fact]
    public void Learn_ScoresThatAreProbabilities_AreLeftAsTheyAre()
    {
        ScoreCalibrator calibrator = Learn(score => score);

        Assert.False(calibrator.IsIsotonic);
        Assert.Equal(0.314, calibrator.ProbabilityAt(0.314));
        Assert.InRange(calibrator.ErrorBefore, 0, 0.01);
    }

    [Fact]
    public void Learn_ScoresThatAreNot_AreCalibrated()
    {
        ScoreCalibrator calibrator = Learn(score => score * score);

        Assert.True(calibrator.IsIsotonic);
        Assert.InRange(calibrator.ErrorBefore, 0.14, 0.19);
        Assert.InRange(calibrator.ErrorAfter, 0, 0.02);
        Assert.All([0.2, 0.5, 0.8], score => Assert.InRange(calibrator.ProbabilityAt(score) - (score * score), -0.04, 0.04));
    }

    /// <summary>Judged on the rows that it is fitted to, an isotonic fit always wins.</summary>
    [Fact]
    public void Learn_FewRowsOfGoodScores_AreNotOverfitted()
    {
        int calibrated = Enumerable.Range(0, 40).Count(seed => Learn(score => score, rows: 100, seed).IsIsotonic);

        Assert.InRange(calibrated, 0, 24);
    }

    [Fact]
    public void Learn_OneClassOrFewRows_SaysWhy()
    {
        var one = new ScoreHistogram();
        one.Add(0.3, positive: false, 100);
        var few = new ScoreHistogram();
        few.Add(0.3, positive: false, 20);
        few.Add(0.7, positive: true, 9);

        Assert.Equal("the baseline's labels are all of one class", ScoreCalibrator.Learn(one).Reason);
        Assert.Equal("the baseline has 29 labelled rows with a usable score; 30 are needed", ScoreCalibrator.Learn(few).Reason);
    }

    [Fact]
    public void Learn_OneScore_IsOnePool()
    {
        var scores = new ScoreHistogram();
        scores.Add(0.9, positive: true, 30);
        scores.Add(0.9, positive: false, 70);
        ScoreCalibrator calibrator = ScoreCalibrator.Learn(scores).Calibrator!;

        Assert.Single(calibrator.Pools);
        Assert.True(calibrator.IsIsotonic);
        Assert.Equal(0.3, calibrator.ProbabilityAt(0.9), 12);
    }

    /// <summary>A stored verdict can be computed again.</summary>
    [Fact]
    public void Learn_TheSameRows_IsTheSame()
    {
        ScoreCalibrator first = Learn(score => score, 5_000);
        ScoreCalibrator second = Learn(score => score, 5_000);

        Assert.Equal(first.Pools, second.Pools);
        Assert.Equal((first.ErrorBefore, first.ErrorAfter), (second.ErrorBefore, second.ErrorAfter));
    }

    [Fact]
    public void Deal_Halves_TakeEveryRowOnceAndAboutAsMany()
    {
        ScoreCount[] scores = [new(0.1, 63, 1), new(0.2, 0, 1_000), new(0.3, 64, 65), new(0.9, 3_000_000, 7)];
        (ScoreCount[] first, ScoreCount[] second) = HalfSplit.Of(scores);

        Assert.Equal(scores, first.Zip(second, (one, other) => new ScoreCount(one.Score, one.Positives + other.Positives, one.Negatives + other.Negatives)));
        Assert.All(first.Concat(second), count => Assert.True(count.Positives >= 0 && count.Negatives >= 0));
        Assert.InRange(first[1].Negatives, 420, 580);
        Assert.InRange(first[3].Positives, 1_490_000, 1_510_000);
    }

    private static ScoreCalibrator Learn(Func<double, double> chance, int rows = 20_000, int seed = 3)
    {
        var random = new Random(seed);
        var scores = new ScoreHistogram();
        for (int i = 0; i < rows; i++)
        {
            double score = Math.Round(random.NextDouble(), 3);
            scores.Add(score, random.NextDouble() < chance(score));
        }

        return ScoreCalibrator.Learn(scores).Calibrator!;
    }
}
