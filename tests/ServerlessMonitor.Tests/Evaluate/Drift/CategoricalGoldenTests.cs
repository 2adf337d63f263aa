using System.Text.Json;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Methods;
using ServerlessMonitor.Tests.Evaluate.Golden;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

public sealed class CategoricalGoldenTests
{
    private const string Pairs = "categorical_pairs.json";
    private const string Histograms = "histogram_distances.json";

    public static TheoryData<string> PairCases => GoldenFile.Names(Pairs);

    public static TheoryData<string> HistogramCases => GoldenFile.Names(Histograms);

    [Theory]
    [MemberData(nameof(PairCases))]
    public void ChiSquareAndJensenShannon_GoldenPair_CountsScoresAndPValue(string name)
    {
        JsonElement item = GoldenFile.Case(Pairs, name);
        JsonElement expected = item.GetProperty("expected");
        CategorySample baseline = CategorySample.From(item.GetProperty("reference").EnumerateArray().Select(value => value.GetString()));
        CategorySample current = CategorySample.From(item.GetProperty("current").EnumerateArray().Select(value => value.GetString()));
        var pair = new DriftPair(baseline, current);

        Assert.Equal(expected.GetProperty("null_cur").GetInt64(), current.Missing);
        Assert.Equal(expected.GetProperty("categories").EnumerateArray().Select(value => value.GetString()!), pair.Bins.Labels);
        Assert.Equal(GoldenFile.Numbers(expected.GetProperty("ref_counts")), pair.Bins.Baseline);
        Assert.Equal(GoldenFile.Numbers(expected.GetProperty("cur_counts")), pair.Bins.Current);
        GoldenFile.Close(expected.GetProperty("distances").GetProperty("js_distance_base2").GetDouble(), new JensenShannonMethod().Score(pair).Value, 1e-9, 1e-7);

        JsonElement table = expected.GetProperty("chi2_contingency");
        DriftScore chiSquare = new ChiSquareMethod().Score(pair);
        if (table.TryGetProperty("statistic", out JsonElement statistic))
        {
            GoldenFile.Close(statistic.GetDouble(), chiSquare.Value, 1e-9, 1e-12);
            GoldenFile.Close(table.GetProperty("p").GetDouble(), chiSquare.PValue, 1e-6, 1e-10);
        }
        else
        {
            Assert.Equal(1, chiSquare.PValue);
        }
    }

    [Theory]
    [MemberData(nameof(HistogramCases))]
    public void JensenShannon_GoldenHistogram_DistanceInBaseTwo(string name)
    {
        JsonElement item = GoldenFile.Case(Histograms, name);
        double[] before = GoldenFile.Numbers(item.GetProperty("ref_counts"));
        double[] after = GoldenFile.Numbers(item.GetProperty("cur_counts"));
        var bins = new BinnedPair([.. before.Select((_, i) => $"bin {i}")], before, after);

        DriftScore score = JensenShannonMethod.Score(bins);
        GoldenFile.Close(item.GetProperty("expected").GetProperty("js_distance_base2").GetDouble(), score.Value, 1e-9, 1e-7);
        Assert.True(score.Decomposition.Count <= DriftScore.MostContributions);
        if (score.Value > 1e-6 && bins.Size <= DriftScore.MostContributions)
        {
            GoldenFile.Close(score.Value.Value, score.Decomposition.Sum(part => part.Contribution), 1e-9, 1e-12);
        }
    }
}
