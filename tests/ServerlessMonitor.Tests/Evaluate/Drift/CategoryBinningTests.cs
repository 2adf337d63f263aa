using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

public sealed class CategoryBinningTests
{
    [Fact]
    public void Bin_CategoriesOfAFullCounter_HaveABinWhereItsErrorIsSmallOrTheOtherSideHasManyMore()
    {
        var baseline = new CategorySample(new Dictionary<string, long>(StringComparer.Ordinal) { ["a"] = 7000, ["b"] = 2000, ["rare"] = 100 }, 10_000) { CountError = 50 };
        var current = new CategorySample(new Dictionary<string, long>(StringComparer.Ordinal) { ["a"] = 500, ["big"] = 400, ["small"] = 60, ["rare"] = 40 }, 1000);
        BinnedPair bins = CategoryBinning.Bin(baseline, current);
        Assert.Equal(["a", "b", "big", "(other)"], bins.Labels);

        // What a frequent category lost is known.
        Assert.Equal([7050.0, 2050, 0, 900], bins.Baseline);
        Assert.Equal([500.0, 0, 400, 100], bins.Current);
        Assert.Equal(0.1, bins.PooledShare);
        Assert.True(bins.EffectiveBaseline < 10_000);
    }

    [Theory]
    [InlineData(30_000, 500)]
    [InlineData(30_000, 5_000)]
    [InlineData(60_000, 12_000)]
    public void Measure_SameCategoriesOfAFullCounterAndASmallWindow_IsNoDrift(int baselineRows, int windowRows)
    {
        var random = new Random(5);
        ColumnProfile baseline = SkewedCategories(random, baselineRows);
        ColumnProfile current = SkewedCategories(random, windowRows);
        Assert.False(baseline.Items!.IsExact);
        foreach (string method in new[] { "jensenShannon", "psi", "chiSquare", "totalVariation", "lInfinity" })
        {
            DriftResult result = new ColumnDrift(DriftMethods.CreateDefault()).Measure(baseline, current, new DriftDefinition { Method = method }, sensitive: false);
            Assert.NotEqual(DriftVerdict.Drift, result.Verdict);
        }
    }

    [Fact]
    public void Measure_ManyEqualCategories_SaysThatTheyAreNotToldApart()
    {
        ColumnProfile baseline = Categories(Enumerable.Range(0, 40_000).Select(i => i % 10_000));
        ColumnProfile current = Categories(Enumerable.Range(0, 20_000).Select(i => i % 5_000));
        DriftResult result = new ColumnDrift(DriftMethods.CreateDefault()).Measure(baseline, current, new DriftDefinition(), sensitive: false);
        Assert.Equal(DriftVerdict.NotEnoughData, result.Verdict);
        Assert.Contains("too many to tell apart", result.Reason, StringComparison.Ordinal);
    }

    private static ColumnProfile SkewedCategories(Random random, int rows)
    {
        // Zipf's law over ten thousand.
        double[] ends = new double[10_000];
        double sum = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = sum += 1.0 / (i + 1);
        }

        return Categories(Enumerable.Range(0, rows).Select(_ => Array.BinarySearch(ends, random.NextDouble() * sum) is var found && found < 0 ? ~found : found));
    }

    private static ColumnProfile Categories(IEnumerable<int> values)
    {
        var column = new ColumnProfile(new ColumnSchema("c", ColumnKind.Categorical, ColumnRole.Feature));
        foreach (int value in values)
        {
            column.Items!.Add(Encoding.UTF8.GetBytes($"c{value}"));
            column.Present++;
        }

        return column;
    }
}
