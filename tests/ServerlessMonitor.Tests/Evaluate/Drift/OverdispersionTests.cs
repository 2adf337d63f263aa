using ServerlessMonitor.Benchmarks.Verdicts;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

public sealed class OverdispersionTests
{
    [Theory]
    [InlineData(1, 1, 1.2)]
    [InlineData(5, 4.8, 5.8)]
    public void Learn_RowsInClusters_IsTheirSize(int cluster, double least, double most)
    {
        double factor = Enumerable.Range(1, 30).Average(seed => Learn(new Categories(10, skewed: true), 100_000, cluster, chunks: 30, (ulong)seed));
        Assert.InRange(factor, least, most);
    }

    [Fact]
    public void Learn_FourChunks_IsOne() => Assert.Equal(1, Learn(new Categories(10, skewed: false), 100_000, 5, chunks: 4));

    [Fact]
    public void Learn_ChunksOfThreeRows_IsOne() => Assert.Equal(1, Learn(new Categories(10, skewed: false), 60, 1, chunks: 20));

    [Fact]
    public void WithOverdispersion_Numbers_AreWorthLess()
    {
        DriftPair pair = new Numbers(skewed: false, rounded: true).Pair(new Draw(2), 1_000, 500, 0, 1).WithOverdispersion(5);
        Assert.Equal(200, pair.Baseline.EffectiveCount, 9);
        Assert.Equal(100, pair.Bins.EffectiveCurrent, 9);
        Assert.Equal(100, pair.WithBins(null, missingBin: false).Bins.EffectiveCurrent, 9);
        Assert.False(pair.IsExact);
    }

    private static double Learn(Population population, long rows, int cluster, int chunks, ulong seed = 1) =>
        Overdispersion.Learn([.. population.PairWithChunks(new Draw(seed), rows, 50, 0, cluster, chunks).Chunks.Select(chunk => chunk.Bins)]);
}
