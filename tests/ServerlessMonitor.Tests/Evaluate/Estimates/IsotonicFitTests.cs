using ServerlessMonitor.Evaluate.Estimates;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Evaluate.Estimates;

public sealed class IsotonicFitTests
{
    /// <summary>As scikit-learn: IsotonicRegression().fit([.1, .2, .3, .4], [.2, .6, .4, .9], sample_weight=[10, 10, 10, 10]) gives .2 .5 .5 .9.</summary>
    [Fact]
    public void Of_NeighboursOutOfOrder_ArePooled()
    {
        IsotonicFit fit = IsotonicFit.Of([new ScoreCount(0.1, 2, 8), new ScoreCount(0.2, 6, 4), new ScoreCount(0.3, 4, 6), new ScoreCount(0.4, 9, 1)]);

        Assert.Equal([new CalibrationPool(0.1, 0.1, 2, 10), new CalibrationPool(0.2, 0.3, 10, 20), new CalibrationPool(0.4, 0.4, 9, 10)], fit.Pools);
        Assert.Equal([0.2, 0.5, 0.5, 0.9], new[] { 0.1, 0.2, 0.3, 0.4 }.Select(fit.At));
        Assert.Equal(0.35, fit.At(0.15), 12);
        Assert.Equal(0.7, fit.At(0.35), 12);
        Assert.Equal((0.2, 0.9), (fit.At(0), fit.At(1)));
    }

    [Fact]
    public void Of_FallingShares_IsOnePool()
    {
        IsotonicFit fit = IsotonicFit.Of([new ScoreCount(0.1, 9, 1), new ScoreCount(0.5, 0, 0), new ScoreCount(0.9, 1, 9)]);

        Assert.Equal(new CalibrationPool(0.1, 0.9, 10, 20), Assert.Single(fit.Pools));
        Assert.Equal((0.5, 0.5, 0.5), (fit.At(0), fit.At(0.5), fit.At(1)));
    }
}
