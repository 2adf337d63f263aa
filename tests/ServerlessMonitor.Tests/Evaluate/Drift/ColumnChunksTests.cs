using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Methods;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

public sealed class ColumnChunksTests
{
    private static readonly DriftPair[] Pairs = Draw();

    /// <summary>More ways than are kept, each asked for more than once.</summary>
    [Fact]
    public void By_ManyWays_EachIsMeasuredAsIfItWereTheOnlyOne()
    {
        IDriftMethod[] methods = [new JensenShannonMethod(), new JensenShannonMethod(natural: true), new PopulationStabilityMethod()];
        var chunks = new ColumnChunks(Pairs);
        for (int round = 0; round < 2; round++)
        {
            foreach (IDriftMethod method in methods)
            {
                foreach (DriftBins? bins in new[] { null, new DriftBins(DriftBinRule.Quantile, 4), new DriftBins(DriftBinRule.Quantile, 20), new DriftBins(DriftBinRule.EqualWidth, 4) })
                {
                    foreach (bool missingBin in new[] { true, false })
                    {
                        DriftPair[] binned = [.. Pairs.Select(pair => pair.WithBins(bins, missingBin))];
                        ChunkScores scores = chunks.By(method, bins, missingBin);

                        Assert.Equal([.. binned.Select(pair => method.Score(pair).Value!.Value)], scores.Values);
                        Assert.Equal(Overdispersion.Learn([.. binned.Select(method.DependenceBins)]), scores.Overdispersion);
                        Assert.Equal(LearntThreshold.Measure(method, binned), scores.Learnt(dependent: false));
                        Assert.Equal(LearntThreshold.Measure(method, [.. binned.Select(pair => scores.Dependent(pair, scores.Overdispersion))]), scores.Learnt(dependent: true));
                    }
                }
            }
        }
    }

    [Fact]
    public void By_SameWay_IsMeasuredOnce()
    {
        var chunks = new ColumnChunks(Pairs);
        var method = new JensenShannonMethod();

        Assert.Same(chunks.By(method, new DriftBins(DriftBinRule.Doane), missingBin: false), chunks.By(method, new DriftBins(DriftBinRule.Doane), missingBin: false));
        Assert.NotSame(chunks.By(method, null, missingBin: false), chunks.By(new JensenShannonMethod(natural: true), null, missingBin: false));
    }

    // Chunks that differ by more than chance, with cells missing.
    private static DriftPair[] Draw()
    {
        var random = new Random(11);
        double[][] values = [.. Enumerable.Range(0, 8).Select(chunk => Enumerable.Range(0, 500).Select(_ => random.NextDouble() + (0.1 * (chunk % 3))).ToArray())];
        NumericSample whole = NumericSample.From(values.SelectMany(chunk => chunk), missing: 8 * 40);
        return [.. values.Select((chunk, i) => new DriftPair(whole, NumericSample.From(chunk, missing: 10 * i)))];
    }
}
