using ServerlessMonitor.Benchmarks.Verdicts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Methods;

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

    [Theory]
    [InlineData(false, 1, 1, 1.4)]
    [InlineData(false, 5, 4.5, 6.5)]
    [InlineData(true, 1, 1, 1.4)]
    [InlineData(true, 5, 4.5, 6.5)]
    public void Learn_ChunksInSketches_IsTheSizeOfClusters(bool uploaded, int cluster, double least, double most)
    {
        double factor = Enumerable.Range(1, 5).Average(seed => Learn(new ProfiledNumbers(skewed: false, uploaded), 400_000, cluster, chunks: 16, (ulong)seed));
        Assert.InRange(factor, least, most);
    }

    [Fact]
    public void Learn_ChunksWithOtherCategories_LooksAtThoseOfAll()
    {
        // Each chunk has a bin of its own beside a and b, which are of five rows each.
        var draw = new Draw(3);
        double[][] parts = [.. Enumerable.Range(0, 40).Select(_ => draw.Multinomial(200, [0.5, 0.3, 0.2]).Select(count => 5 * count).ToArray())];
        BinnedPair Chunk(double[] part, string own) =>
            new(["a", "b", own, "(other)"], [20_000, 12_000, 100, 7_900], [part[0], part[1], 3, part[2] - 3]);
        Assert.InRange(Overdispersion.Learn([.. parts.Select((part, i) => Chunk(part, $"c{i}"))]), 3.5, 7);
        Assert.Equal(
            Overdispersion.Learn([.. parts.Select(part => new BinnedPair(["a", "b", "(other)"], [20_000, 12_000, 8_000], part))]),
            Overdispersion.Learn([.. parts.Select((part, i) => i % 2 == 0 ? Chunk(part, $"c{i}") : new BinnedPair(["a", "b", "(other)"], [20_000, 12_000, 8_000], part))]));
    }

    [Fact]
    public void WithOverdispersion_Sketches_ErrAsBefore()
    {
        var sketched = new NumericSample([.. Enumerable.Range(0, 100).Select(i => (double)i)], [.. Enumerable.Repeat(10_000L, 100)]) { RankError = 0.004 };
        DriftPair pair = new DriftPair(sketched, sketched).WithOverdispersion(50);
        Assert.Equal(1 / ((50 / 1e6) + (2 * 0.004 * 0.004)), pair.Baseline.EffectiveCount, 6);
        Assert.Equal(pair.Baseline.EffectiveCount, pair.Bins.EffectiveCurrent, 6);
        var counter = new CategorySample(new Dictionary<string, long>(StringComparer.Ordinal) { ["a"] = 500_000, ["b"] = 300_000 }, 1_000_000) { CountError = 4_000 };
        Assert.Equal(pair.Baseline.EffectiveCount, new DriftPair(counter, counter).WithOverdispersion(50).Bins.EffectiveBaseline, 6);
    }

    [Fact]
    public void WithOverdispersion_FullCounter_HasNoBinForFewClusters()
    {
        // 60 rows are twelve clusters of five: too few to choose a bin by.
        var full = new CategorySample(new Dictionary<string, long>(StringComparer.Ordinal) { ["a"] = 9_000, ["b"] = 60 }, 10_000) { CountError = 1 };
        var exact = new CategorySample(new Dictionary<string, long>(StringComparer.Ordinal) { ["a"] = 900, ["b"] = 100 }, 1_000);
        var pair = new DriftPair(exact, full);
        Assert.Equal(["a", "b", "(other)"], pair.Bins.Labels);
        Assert.Equal(["a", "(other)"], pair.WithOverdispersion(5).Bins.Labels);
        Assert.Equal(["a", "b"], new DriftPair(exact, exact).WithOverdispersion(5).Bins.Labels);
    }

    [Fact]
    public void Learn_FourChunks_IsOne() => Assert.Equal(1, Learn(new Categories(10, skewed: false), 100_000, 5, chunks: 4));

    [Fact]
    public void Learn_ChunksOfThreeRows_IsOne() => Assert.Equal(1, Learn(new Categories(10, skewed: false), 60, 1, chunks: 20));

    [Fact]
    public void Learn_RareShareInClusters_IsLearntFromChunksPutTogether()
    {
        // Three missing rows expected in a chunk of 150: too few for it, not for two.
        double factor = Enumerable.Range(1, 30).Average(seed => Learn(new Gaps(0.02), 3_000, 5, chunks: 20, (ulong)seed));
        Assert.InRange(factor, 4, 14);
    }

    [Fact]
    public void WithOverdispersion_Numbers_AreWorthLess()
    {
        DriftPair pair = new Numbers(skewed: false, rounded: true).Pair(new Draw(2), 1_000, 500, 0, 1).WithOverdispersion(5);
        Assert.Equal(200, pair.Baseline.EffectiveCount, 9);
        Assert.Equal(100, pair.Bins.EffectiveCurrent, 9);
        Assert.Equal(100, pair.WithBins(null, missingBin: false).Bins.EffectiveCurrent, 9);
        Assert.False(pair.IsExact);
    }

    [Fact]
    public void Learn_SlowChange_IsNoDependence()
    {
        // Ten thousand independent rows a chunk, whose shares move by a fifth over the baseline.
        var population = new Categories(10, skewed: true);
        var draw = new Draw(5);
        double[][] parts = [.. Enumerable.Range(0, 16).Select(chunk => population.Counts(draw, 10_000, chunk / 80.0, 1))];
        double[] whole = [.. Enumerable.Range(0, 10).Select(i => parts.Sum(part => part[i]))];
        Assert.InRange(Overdispersion.Learn([.. parts.Select(part => population.Beside(whole, part).Bins)]), 1, 2.5);
    }

    [Fact]
    public void WithOverdispersion_MissingShare_IsWorthLess()
    {
        var method = new MissingShiftMethod();
        DriftPair pair = new(NumericSample.From(Enumerable.Repeat(1.0, 900), missing: 100), NumericSample.From(Enumerable.Repeat(1.0, 850), missing: 150));
        DriftScore score = method.Score(pair);
        Assert.True(method.Chance(pair, score, SampleSizeGate.Level).Rejects(0.001));
        DriftChance dependent = method.Chance(pair.WithOverdispersion(5), score, SampleSizeGate.Level);
        Assert.False(dependent.Rejects(0.001));
        Assert.Equal(method.Chance(pair, score, SampleSizeGate.Level).NoiseBound * Math.Sqrt(5), dependent.NoiseBound, 1e-12);
        Assert.Equal((900, 150), (method.DependenceBins(pair).Baseline[0], method.DependenceBins(pair).Current[1]));
    }

    private static double Learn(Population population, long rows, int cluster, int chunks, ulong seed = 1) =>
        population.PairWithChunks(new Draw(seed), rows, 50, 0, cluster, chunks).Chunks
            .By(population is Gaps ? new MissingShiftMethod() : new JensenShannonMethod(), bins: null, missingBin: true).Overdispersion;
}
