using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Sketches.Tests.Scores;

public sealed class ScoreHistogramOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Scores_OfMergedParts_AreInOrderAndComplete(int parts)
    {
        var random = new Random(parts);
        var expected = new SortedDictionary<double, (long Positives, long Negatives)>();
        var all = new ScoreHistogram();
        for (int part = 0; part < parts; part++)
        {
            var histogram = new ScoreHistogram();
            for (int i = 0; i < 30; i++)
            {
                double score = random.Next(2_000) / 2_000.0;
                bool positive = random.Next(3) == 0;
                histogram.Add(score, positive);
                (long positives, long negatives) = expected.GetValueOrDefault(score);
                expected[score] = positive ? (positives + 1, negatives) : (positives, negatives + 1);
            }

            all.Merge(histogram);
        }

        Assert.Equal(expected.Select(pair => (pair.Key, pair.Value.Positives, pair.Value.Negatives)), all.Scores().Select(score => (score.Score, score.Positives, score.Negatives)));
        Assert.Equal(expected.Count, all.KeptCount);
    }
}
