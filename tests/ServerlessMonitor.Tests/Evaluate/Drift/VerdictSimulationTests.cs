using ServerlessMonitor.Benchmarks.Verdicts;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

/// <summary>A few quick cells of docs/verdicts.md, each of which failed before the gate was mended or would fail without a part of it.</summary>
public sealed class VerdictSimulationTests
{
    [Theory]
    [InlineData("categories", "2 even", 1_000, 10_000_000)]
    [InlineData("categories", "10 even", 10_000, 10_000)]
    [InlineData("categories", "100 even", 1_000_000, 50)]
    [InlineData("categories", "100 skewed", 10_000, 50)]
    [InlineData("many", "1,000 skewed", 10_000, 1_000)]
    [InlineData("rounded", "lognormal, rounded", 1_000_000, 50)]
    [InlineData("rounded", "normal, rounded", 10_000, 100_000)]
    [InlineData("sketched", "normal", 10_000, 10_000)]
    [InlineData("clustered", "2 even", 10_000, 10_000)]
    [InlineData("clustered", "10 skewed", 1_000_000, 1_000)]
    [InlineData("two categories, clustered", "2 even", 10_000, 1_000)]
    [InlineData("missing", "2 % missing", 1_000, 200)]
    [InlineData("missing, clustered", "10 % missing", 10_000, 10_000)]
    [InlineData("new categories", "100 skewed", 1_000, 1_000)]
    [InlineData("rounded, outside", "lognormal, rounded", 1_000, 50)]
    public void Cell_OfTheVerdictTable_IsWithinItsTarget(string key, string column, int baseline, int window)
    {
        Section section = Section.All(DriftMethods.CreateDefault()).Single(item => item.Key == key);
        Population population = section.Populations.Single(item => item.Name == column);
        int draws = population is Numbers ? 150 : 600;
        IReadOnlyList<CellResult> results = new Cell(section, population, baseline, window).Run(section.Methods, draws, 40, seed: 5);
        for (int i = 0; i < results.Count; i++)
        {
            Assert.False(results[i].TooManyFalse, $"{section.Methods[i].Descriptor.Key}: {results[i]}");
            Assert.False(results[i].TooFewFound, $"{section.Methods[i].Descriptor.Key}: {results[i]}");
        }
    }

    [Fact]
    public void Clustered_NothingLearnt_RejectsFarTooOften()
    {
        Section section = Section.All(DriftMethods.CreateDefault()).Single(item => item.Key == "clustered, not learnt");
        CellResult result = new Cell(section, section.Populations[1], 10_000, 1_000).Run(section.Methods, 200, 0, seed: 6)[0];
        Assert.True(result.TooManyFalse);
    }

    [Theory]
    [InlineData(0.1, 7)]
    [InlineData(0.0001, 30_000)]
    [InlineData(0.4, 50)]
    [InlineData(0.7, 1_000_000)]
    public void Binomial_ManyDraws_HaveItsMeanAndVariance(double p, long rows)
    {
        const int Count = 20_000;
        var draw = new Draw(3);
        double[] values = [.. Enumerable.Range(0, Count).Select(_ => (double)draw.Binomial(rows, p))];
        double mean = values.Average();
        double variance = values.Average(value => (value - mean) * (value - mean));
        double expected = rows * p * (1 - p);
        Assert.InRange(mean - (rows * p), -5 * Math.Sqrt(expected / Count), 5 * Math.Sqrt(expected / Count));
        Assert.InRange(variance / expected, 0.94, 1.06);
    }
}
