using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Labels;

/// <summary>Compares outcomes: counts exactly, sums to rounding.</summary>
internal static class SameOutcome
{
    private const double Tolerance = 1e-9;

    public static void Check(DatasetProfile expected, DatasetProfile actual)
    {
        Check(expected.Outcome, actual.Outcome);
        Assert.Equal(expected.Segments.Keys, actual.Segments.Keys);
        foreach ((SegmentKey key, DatasetProfile segment) in expected.Segments)
        {
            Check(segment.Outcome, actual.Segments[key].Outcome);
        }
    }

    public static void Check(OutcomeProfile? expected, OutcomeProfile? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is null || actual is null)
        {
            return;
        }

        Assert.Equal((expected.Task, expected.Positive, expected.Predicted, expected.Labelled), (actual.Task, actual.Positive, actual.Predicted, actual.Labelled));
        Assert.Equal(expected.PredictedClasses, actual.PredictedClasses);
        if (expected.Binary is { } binary)
        {
            Assert.Equal(
                (binary.TruePositives, binary.FalsePositives, binary.TrueNegatives, binary.FalseNegatives, binary.UnusableScores),
                (actual.Binary!.TruePositives, actual.Binary.FalsePositives, actual.Binary.TrueNegatives, actual.Binary.FalseNegatives, actual.Binary.UnusableScores));
            Check(binary.LogLoss, actual.Binary.LogLoss);
            Check(binary.Brier, actual.Binary.Brier);
            Assert.Equal(Written(binary.Scores.Write), Written(actual.Binary.Scores.Write));
        }

        if (expected.Classes is { } classes)
        {
            Assert.Equal(
                classes.Confusion.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal),
                actual.Classes!.Confusion.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal));
            Assert.Equal((classes.Rows, classes.Correct, classes.UnusableScores), (actual.Classes.Rows, actual.Classes.Correct, actual.Classes.UnusableScores));
            Check(classes.LogLoss, actual.Classes.LogLoss);
            Check(classes.Brier, actual.Classes.Brier);
            Assert.Equal(classes.ScoresByClass.Keys, actual.Classes.ScoresByClass.Keys);
        }

        if (expected.Regression is { } regression)
        {
            Check(regression.Label, actual.Regression!.Label);
            Check(regression.Error, actual.Regression.Error);
            Check(regression.SquaredError, actual.Regression.SquaredError);
            Check(regression.SquaredLogError, actual.Regression.SquaredLogError);
            Assert.Equal(regression.NegativeRows, actual.Regression.NegativeRows);
            Assert.Equal(regression.ErrorQuantiles.Count, actual.Regression.ErrorQuantiles.Count);
        }

        if (expected.Ranking is { } ranking)
        {
            Assert.Equal((ranking.Queries, ranking.Rows, ranking.WithoutRelevant), (actual.Ranking!.Queries, actual.Ranking.Rows, actual.Ranking.WithoutRelevant));
            foreach (int cutoff in RankingOutcome.Cutoffs)
            {
                foreach (RankingMeasure measure in Enum.GetValues<RankingMeasure>())
                {
                    Check(ranking.At(cutoff).Of(measure), actual.Ranking.At(cutoff).Of(measure));
                }
            }
        }
    }

    private static byte[] Written(Action<System.Buffers.IBufferWriter<byte>> write)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        write(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Check(Moments expected, Moments actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        if (expected.Count > 0)
        {
            Assert.Equal(expected.Mean, actual.Mean, Tolerance * Math.Max(1, Math.Abs(expected.Mean)));
            Assert.Equal(expected.Min, actual.Min, Tolerance);
            Assert.Equal(expected.Max, actual.Max, Tolerance);
        }
    }
}
