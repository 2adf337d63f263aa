using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Methods;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

public sealed class NumericBinningTests
{
    [Fact]
    public void Bin_ManyValues_DecilesWithOpenEndsAndReadableLabels()
    {
        NumericSample baseline = NumericSample.From(Enumerable.Range(0, 101).Select(i => (double)i));
        BinnedPair bins = NumericBinning.Bin(baseline, NumericSample.From([-5, 10, 10.5, 1000]));
        Assert.Equal(["< 10", "10 to 20", "20 to 30", "30 to 40", "40 to 50", "50 to 60", "60 to 70", "70 to 80", "80 to 90", ">= 90"], bins.Labels);
        Assert.Equal([1.0, 2, 0, 0, 0, 0, 0, 0, 0, 1], bins.Current);
    }

    [Fact]
    public void Bin_FewValues_EachIsABinAndSoIsANewOne()
    {
        BinnedPair bins = NumericBinning.Bin(NumericSample.From([1, 2, 2, 4]), NumericSample.From([2, 3]));
        Assert.Equal(["1", "2", "3", "4"], bins.Labels);
        Assert.Equal([1.0, 2, 0, 1], bins.Baseline);
        Assert.Equal([0.0, 1, 1, 0], bins.Current);
    }

    [Fact]
    public void Bin_ConstantBaselineAndManyNewValues_AllOfThemAreOther()
    {
        BinnedPair bins = NumericBinning.Bin(NumericSample.From([7, 7, 7]), NumericSample.From(Enumerable.Range(100, 50).Select(i => (double)i)));
        Assert.Equal(["7", "(other)"], bins.Labels);
        Assert.Equal([0.0, 50], bins.Current);
    }

    [Fact]
    public void Bin_MostlyOneValue_StillNoticesWhatLiesBesideIt()
    {
        IEnumerable<double> baseline = Enumerable.Repeat(0.0, 980).Concat(Enumerable.Range(1, 20).Select(i => i * 1.5));
        BinnedPair bins = NumericBinning.Bin(NumericSample.From(baseline), NumericSample.From(Enumerable.Repeat(0.001, 1000)));
        Assert.Equal(["< 0", "0", "> 0"], bins.Labels);
        Assert.Equal([0.0, 980, 20], bins.Baseline);
        Assert.Equal([0.0, 0, 1000], bins.Current);
    }

    [Fact]
    public void Bin_MissingCells_HaveTheirOwnBinUnlessSwitchedOff()
    {
        NumericSample baseline = NumericSample.From([1, 2, 3], missing: 1);
        NumericSample current = NumericSample.From([1, 2, double.NaN, double.PositiveInfinity]);
        BinnedPair with = NumericBinning.Bin(baseline, current);
        Assert.Equal(NumericBinning.MissingLabel, with.Labels[^1]);
        Assert.Equal(1, with.Baseline[^1]);
        Assert.Equal(2, with.Current[^1]);
        Assert.DoesNotContain(NumericBinning.MissingLabel, NumericBinning.Bin(baseline, current, missingBin: false).Labels);
    }

    [Fact]
    public void Decomposition_ManyCategories_LargestFirstAndAtMostTwenty()
    {
        CategorySample baseline = CategorySample.From(Enumerable.Range(0, 60).Select(i => $"c{i:00}"));
        CategorySample current = CategorySample.From(Enumerable.Range(0, 60).SelectMany(i => Enumerable.Repeat($"c{i:00}", i + 1)));
        DriftScore score = new PopulationStabilityMethod().Score(new DriftPair(baseline, current));
        Assert.Equal(20, score.Decomposition.Count);
        Assert.Equal(score.Decomposition.OrderByDescending(item => Math.Abs(item.Contribution)), score.Decomposition);
        Assert.Equal("c00", score.Decomposition[0].Bin);
    }
}
