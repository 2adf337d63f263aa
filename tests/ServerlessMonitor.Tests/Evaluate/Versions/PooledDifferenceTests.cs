using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Tests.Evaluate.Versions;

public sealed class PooledDifferenceTests
{
    private const double Normal95 = 1.959963984540054;

    [Fact]
    public void Of_OneWindow_IsThatWindow()
    {
        PooledDifference pooled = PooledDifference.Of([new WindowEffect(0.5, 0.6, 0.02, 0.17, 100, 100)])!;

        Assert.Equal((0.5, 0.6, 0.02, 0.17), (pooled.Champion, pooled.Challenger, pooled.Lower, pooled.Upper));
        Assert.Null(pooled.Heterogeneity);
    }

    [Fact]
    public void Of_TwoWindows_WeighsByRows_AndSpeaksOfThemAlone()
    {
        // 100 rows a side with a standard error of 0.2, and 400 with 0.1: a variance per row of 2 in both, weights 25 and 100.
        PooledDifference pooled = PooledDifference.Of([Effect(1.0, 0.2, 100), Effect(1.5, 0.1, 400)])!;

        Assert.Equal(1.4, pooled.Difference, 9);
        Assert.Equal(Math.Sqrt(1.0 / 125), pooled.StandardError, 9);
        Assert.Equal(1.4 + (Normal95 * Math.Sqrt(1.0 / 125)), pooled.Upper, 9);
        // Q = 25·0.4² + 100·0.1² = 5 on one degree.
        Assert.Equal(0.8, pooled.Heterogeneity!.Value, 9);
        Assert.Equal(0.0253473, pooled.HeterogeneityPValue!.Value, 6);
    }

    [Fact]
    public void Of_FiveWindows_AllowsForDifferencesThatChange()
    {
        // Equal windows: the mean of 1, 2, 3, 4, 5 with the standard error of their own scatter, √(2.5 / 5), and Student's 2.776 at 4 degrees.
        PooledDifference pooled = PooledDifference.Of([.. Enumerable.Range(1, 5).Select(difference => Effect(difference, 0.1, 100))])!;

        Assert.Equal(3, pooled.Difference, 9);
        Assert.Equal(Math.Sqrt(0.5), pooled.StandardError, 9);
        Assert.Equal(3 - (2.7764451 * Math.Sqrt(0.5)), pooled.Lower, 6);
        Assert.Equal(10, pooled.Champion, 9);
        Assert.Equal(13, pooled.Challenger, 9);
        // Q = 10 / 0.01 = 1000.
        Assert.Equal(0.996, pooled.Heterogeneity!.Value, 9);
    }

    [Fact]
    public void Of_WindowsThatAgreeByChance_IsNotBelievedToTheLastDigit()
    {
        PooledDifference pooled = PooledDifference.Of([.. Enumerable.Range(0, 9).Select(_ => Effect(0.3, 0.3, 100))])!;

        Assert.Equal(0.3, pooled.Difference, 9);
        Assert.Equal(0.05, pooled.StandardError, 9);
    }

    [Fact]
    public void Of_SmallWindowsNearTheEdge_WeighNoMoreThanOthers()
    {
        // A share that happens to be 1 has the narrower interval; its rows are as many.
        PooledDifference pooled = PooledDifference.Of([Effect(0.1, 0.05, 20), Effect(-0.1, 0.10, 20)])!;

        Assert.Equal(0, pooled.Difference, 9);
    }

    [Fact]
    public void Of_NoScatterAtAll_IsNothing() => Assert.Null(PooledDifference.Of([new WindowEffect(1, 2, 1, 1, 10, 10)]));

    private static WindowEffect Effect(double difference, double error, long rows) =>
        new(10, 10 + difference, difference - (Normal95 * error), difference + (Normal95 * error), rows, rows);
}
