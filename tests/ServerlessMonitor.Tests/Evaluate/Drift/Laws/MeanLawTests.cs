using MathNet.Numerics.Distributions;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Tests.Evaluate.Drift.Laws;

public sealed class MeanLawTests
{
    [Theory]
    [InlineData(20, 1.5)]
    [InlineData(20, 2)]
    [InlineData(50, 1.6)]
    [InlineData(50, 0.6)]
    public void TwoSided_ExponentialValuesAgainstTheirLaw_IsTheGammaTail(int rows, double mean)
    {
        const int Points = 20_000;
        var baseline = new NumericSample(
            [.. Enumerable.Range(0, Points).Select(i => -Math.Log(1 - ((i + 0.5) / Points)))], [.. Enumerable.Repeat(1_000_000L, Points)]);
        var current = new NumericSample([mean], [rows]);
        double tail = Gamma.CDF(rows, rows, mean);
        double expected = 2 * (mean > 1 ? 1 - tail : tail);
        Assert.InRange(MeanLaw.TwoSided(baseline, current, baseline.Count, rows) / expected, 0.9, 1.1);
    }

    [Fact]
    public void TwoSided_SameMeans_IsOne()
    {
        NumericSample sample = NumericSample.From([1, 2, 3, 4]);
        Assert.Equal(1, MeanLaw.TwoSided(sample, sample, 4, 4));
    }

    [Fact]
    public void TwoSided_SamplesFarApart_IsSmall()
    {
        NumericSample low = NumericSample.From(Enumerable.Range(0, 100).Select(i => (double)i));
        NumericSample high = NumericSample.From(Enumerable.Range(0, 100).Select(i => 1000.0 + i));
        Assert.InRange(MeanLaw.TwoSided(low, high, 100, 100), 0, 1e-12);
    }
}
