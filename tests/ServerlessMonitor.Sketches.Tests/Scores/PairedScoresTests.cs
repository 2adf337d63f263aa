namespace ServerlessMonitor.Sketches.Tests;

public sealed class PairedScoresTests
{
    [Fact]
    public void Scores_FewDistinct_AreExactAndOrdered()
    {
        var scores = new PairedScores();
        scores.Add(0.9, 0.1, positive: true);
        scores.Add(0.2, 0.8, positive: false);
        scores.Add(0.9, 0.1, positive: false);
        scores.Add(0.9, 0.05, positive: true);

        Assert.Equal([new(0.2, 0.8, 0, 1), new(0.9, 0.05, 1, 0), new PairedScoreCount(0.9, 0.1, 1, 1)], scores.Scores());
        Assert.Equal((true, 2, 2, 4), (scores.IsExact, scores.PositiveCount, scores.NegativeCount, scores.Count));
    }

    [Fact]
    public void Scores_ManyDistinct_AreFolded_AndNoneIsLost()
    {
        var scores = new PairedScores();
        for (int i = 0; i <= PairedScores.ExactLimit; i++)
        {
            Assert.True(scores.IsExact);
            scores.Add(i / 5000.0, 1 - (i / 5000.0), i % 2 == 0);
        }

        Assert.False(scores.IsExact);
        Assert.Equal(PairedScores.ExactLimit + 1, scores.Count);
        PairedScoreCount[] cells = scores.Scores();
        Assert.Equal((scores.PositiveCount, scores.NegativeCount), (cells.Sum(cell => cell.Positives), cells.Sum(cell => cell.Negatives)));
        Assert.InRange(cells.Length, 50, 2 * PairedScores.BinsEach);
        Assert.All(cells, cell => Assert.InRange(cell.First + cell.Second, 1 - 0.04, 1 + 0.04));
    }

    [Fact]
    public void Merge_WithItself_DoublesEveryCount()
    {
        var scores = new PairedScores();
        scores.Add(0.25, 0.5, positive: true);
        scores.Add(0, 1, positive: false);
        scores.Merge(scores);

        Assert.Equal([new(0, 1, 0, 2), new PairedScoreCount(0.25, 0.5, 2, 0)], scores.Scores());
    }

    [Theory]
    [InlineData(double.NaN, 0.5)]
    [InlineData(0.5, double.NaN)]
    [InlineData(-0.001, 0.5)]
    [InlineData(0.5, 1.001)]
    public void Add_NoScore_IsRefused(double first, double second) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairedScores().Add(first, second, positive: true));
}
