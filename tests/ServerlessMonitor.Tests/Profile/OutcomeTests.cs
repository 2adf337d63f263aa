using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Profile;

public sealed class OutcomeTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public async Task Binary_Rows_GiveConfusionScoresAndLosses()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("""
            prediction,score,label
            1,0.9,1
            1.0,0.6,0
            0,0.4,1.0
            0,0.1,0
             0,0.1,
            1,,1
            1,1.5,1
            ,0.5,1
            """);

        OutcomeProfile outcome = profile.Outcome!;
        BinaryOutcome binary = outcome.Binary!;
        Assert.Equal((7L, 6L), (outcome.Predicted, outcome.Labelled));
        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["0"] = 3, ["1"] = 4 }, outcome.PredictedClasses);
        Assert.Equal((3L, 1L, 1L, 1L), (binary.TruePositives, binary.FalsePositives, binary.TrueNegatives, binary.FalseNegatives));
        Assert.Equal((4L, 2L), (binary.ScoredRows, binary.UnusableScores));
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.4) + Math.Log(0.4) + Math.Log(0.9)), binary.LogLoss.Sum, Tolerance);
        Assert.Equal(0.01 + 0.36 + 0.36 + 0.01, binary.Brier.Sum, Tolerance);
        Assert.Equal(0.75, binary.Scores.RocAuc());
        Assert.Equal([1, 4, 6, 9], Enumerable.Range(0, 10).Where(bin => binary.Calibration[bin].Scores.Count > 0));
        Assert.Equal((0.9, 1L), (binary.Calibration[9].Scores.Sum, binary.Calibration[9].Positives));
        Assert.Equal(3, outcome.Classes!.Confusion[new ClassPair("1", "1")]);
        Assert.Equal((6L, 4L), (outcome.Classes.Rows, outcome.Classes.Correct));
    }

    [Fact]
    public async Task Binary_ScoreOfZeroOrOne_IsClippedAsScikitLearnDoes()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("prediction,score,label\n0,0,1\n1,1,1\n");

        Assert.Equal(-Math.Log(2.220446049250313e-16), profile.Outcome!.Binary!.LogLoss.Max, Tolerance);
        Assert.True(profile.Outcome.Binary.LogLoss.Min < 1e-15);
        Assert.Equal(1, profile.Outcome.Binary.Calibration[9].Positives);
    }

    [Fact]
    public async Task Binary_WithoutPredictionColumn_PredictsAtOneHalf()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("score,label\n0.5,yes\n0.49,no\n0.9,no\n");

        BinaryOutcome binary = profile.Outcome!.Binary!;
        Assert.Equal((1L, 1L, 1L, 0L), (binary.TruePositives, binary.FalsePositives, binary.TrueNegatives, binary.FalseNegatives));
        Assert.Equal(2, profile.Outcome.Classes!.Correct);
    }

    [Fact]
    public async Task Binary_WithoutPositiveClass_KeepsTheConfusion()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("prediction,label\nspam,ham\nham,ham\n");

        Assert.Null(profile.Outcome!.Binary);
        Assert.Equal((2L, 1L), (profile.Outcome.Classes!.Rows, profile.Outcome.Classes.Correct));
    }

    [Fact]
    public async Task Binary_TwoScoreColumns_UsesThePositiveOne()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("prediction,score_0,score_1,label\n1,0.2,0.8,1\n0,0.7,0.3,0\n");

        Assert.Equal(1.0, profile.Outcome!.Binary!.Scores.RocAuc());
        Assert.Equal(2, profile.Outcome.Binary.ScoredRows);
    }

    [Fact]
    public async Task Multiclass_Rows_GiveConfusionAndLosses()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("""
            prediction,score_a,score_b,score_c,label
            a,0.7,0.2,0.1,a
            b,0.2,0.5,0.3,c
            c,0.1,0.1,0.8,c
            c,0.1,0.1,0.8,
            a,0.6,,0.4,a
            b,0.1,0.8,0.1,d
            """);

        OutcomeProfile outcome = profile.Outcome!;
        ClassificationOutcome classes = outcome.Classes!;
        Assert.Equal((6L, 5L, 3L), (outcome.Predicted, classes.Rows, classes.Correct));
        Assert.Equal(1, classes.Confusion[new ClassPair("c", "b")]);
        Assert.Equal(2, classes.Confusion[new ClassPair("a", "a")]);
        Assert.Equal(2, classes.UnusableScores);
        Assert.Equal(-(Math.Log(0.7) + Math.Log(0.3) + Math.Log(0.8)), classes.LogLoss.Sum, Tolerance);
        Assert.Equal((0.09 + 0.04 + 0.01) + (0.04 + 0.25 + 0.49) + (0.01 + 0.01 + 0.04), classes.Brier.Sum, Tolerance);
        Assert.Equal(["a", "b", "c"], classes.ScoresByClass.Keys);
        Assert.Equal((2L, 1L), (classes.ScoresByClass["c"].PositiveCount, classes.ScoresByClass["c"].NegativeCount));
    }

    [Fact]
    public async Task Regression_Rows_GiveMomentsOfErrors()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("prediction,label\n1.5,1\n2,4\n-1,0\n7.25,\n,3\n");

        OutcomeProfile outcome = profile.Outcome!;
        RegressionOutcome regression = outcome.Regression!;
        Assert.Equal((4L, 3L, 3L), (outcome.Predicted, outcome.Labelled, regression.Rows));
        Assert.Equal((-2.5, 3.5, 5.25, 2), (regression.Error.Sum, regression.AbsoluteError.Sum, regression.SquaredError.Sum, regression.AbsoluteError.Max));
        Assert.Equal((5.0, 5.0), (regression.Label.Sum, regression.AbsoluteLabel.Sum));
        Assert.Equal(0.5 + 0.5 + (1 / 2.220446049250313e-16), regression.PercentageError.Sum, 1.0);
        Assert.Equal((2 * 0.5 / 2.5) + (2 * 2 / 6.0) + 2, regression.SymmetricPercentageError.Sum, Tolerance);
        Assert.Equal(1, regression.NegativeRows);
        Assert.Equal(Math.Pow(Math.Log(2.5 / 2), 2) + Math.Pow(Math.Log(3.0 / 5), 2), regression.SquaredLogError.Sum, Tolerance);
        Assert.Equal(-1, regression.ErrorQuantiles.Quantile(0.5));
    }

    [Fact]
    public void Classes_BeyondTheLimit_OverflowButStayCounted()
    {
        var outcome = new OutcomeProfile(ModelTask.Multiclass, null);
        for (int i = 0; i < ClassificationOutcome.PairLimit + 5; i++)
        {
            outcome.AddClassified($"c{i}", $"c{i}");
        }

        Assert.Equal((5L, 5L), (outcome.Classes!.OverflowRows, outcome.PredictedOverflow));
        Assert.Equal(ClassificationOutcome.PairLimit + 5, outcome.Classes.Correct);
    }

    [Fact]
    public void Merge_OtherPositiveClass_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new OutcomeProfile(ModelTask.Binary, "1").Merge(new OutcomeProfile(ModelTask.Binary, "0")));
}
