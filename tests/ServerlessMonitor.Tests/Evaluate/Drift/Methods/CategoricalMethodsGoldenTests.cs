using System.Text.Json;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Methods;
using ServerlessMonitor.Tests.Evaluate.Golden;

namespace ServerlessMonitor.Tests.Evaluate.Drift.Methods;

/// <summary>Every categorical method against scipy and statsmodels, from values and through profiles.</summary>
public sealed class CategoricalMethodsGoldenTests
{
    private const string Histograms = "histogram_distances.json";
    private const string Associations = "categorical_association.json";

    public static TheoryData<string, bool> Cases => GoldenPairs.BothWays(GoldenPairs.Categorical);

    public static TheoryData<string> HistogramCases => GoldenFile.Names(Histograms);

    public static TheoryData<string> AssociationCases => GoldenFile.Names(Associations);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Distances_GoldenPair_AllOfThem(string name, bool throughProfile)
    {
        (DriftPair pair, JsonElement expected) = Load(name, throughProfile);
        Assert.Equal(expected.GetProperty("null_ref").GetInt64(), pair.Missing.Baseline);
        Assert.Equal(expected.GetProperty("categories").EnumerateArray().Select(value => value.GetString()!), pair.Bins.Labels);
        Assert.Equal(GoldenFile.Numbers(expected.GetProperty("ref_counts")), pair.Bins.Baseline);
        Assert.Equal(GoldenFile.Numbers(expected.GetProperty("cur_counts")), pair.Bins.Current);
        Distances(expected.GetProperty("distances"), pair.Bins);
        GoldenFile.Close(expected.GetProperty("share_current_in_new").GetDouble(), new NewCategoryShareMethod().Score(pair).Value, 1e-9, 1e-12);
    }

    [Theory]
    [MemberData(nameof(HistogramCases))]
    public void Distances_GoldenHistogram_AllOfThem(string name)
    {
        JsonElement item = GoldenFile.Case(Histograms, name);
        double[] before = GoldenFile.Numbers(item.GetProperty("ref_counts"));
        double[] after = GoldenFile.Numbers(item.GetProperty("cur_counts"));
        JsonElement expected = item.GetProperty("expected");
        double[] filled = GoldenFile.Numbers(expected.GetProperty("ref_filled"));
        double[] actual = ZeroFill.Fill(before);
        for (int i = 0; i < filled.Length; i++)
        {
            GoldenFile.Close(filled[i], actual[i], 1e-12, 0);
        }

        Distances(expected, new BinnedPair([.. before.Select((_, i) => $"bin {i}")], before, after));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tests_GoldenPair_StatisticAndPValue(string name, bool throughProfile)
    {
        (DriftPair pair, JsonElement expected) = Load(name, throughProfile);
        Table(expected.GetProperty("chi2_contingency"), new ChiSquareMethod().Score(pair));
        Table(expected.GetProperty("g_contingency"), new LikelihoodRatioMethod().Score(pair));
        DriftScore v = new CramersVMethod().Score(pair);
        if (expected.TryGetProperty("cramers_v_bias_corrected", out JsonElement corrected) && GoldenFile.IsDefined(corrected))
        {
            GoldenFile.Close(corrected.GetDouble(), v.Value, 1e-9, 1e-7);
        }
        else
        {
            Assert.Null(v.Value);
            Assert.NotNull(v.Reason);
        }

        DriftScore z = new TwoProportionsMethod().Score(pair);
        DriftScore fisher = new FisherExactMethod().Score(pair);
        if (expected.TryGetProperty("z_test_proportions", out JsonElement proportions))
        {
            GoldenFile.Close(proportions.GetProperty("z").GetDouble(), z.Value, 1e-9, 1e-12);
            GoldenFile.Close(proportions.GetProperty("p_two_sided").GetDouble(), z.PValue, 1e-6, 1e-10);
            GoldenFile.Close(expected.GetProperty("fisher_exact_2x2").GetProperty("p_two_sided").GetDouble(), fisher.PValue, 1e-6, 1e-10);
        }
        else
        {
            Assert.NotNull(z.Reason);
            Assert.Null(fisher.Value);
            Assert.NotNull(fisher.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(AssociationCases))]
    public void Tests_GoldenTableOfTwoRows_AreTheAssociationOfSampleAndCategory(string name)
    {
        JsonElement item = GoldenFile.Case(Associations, name);
        JsonElement expected = item.GetProperty("expected");
        string[] rows = [.. item.GetProperty("x").EnumerateArray().Select(value => value.ToString())];
        string[] columns = [.. item.GetProperty("y").EnumerateArray().Select(value => value.ToString())];
        string[] names = [.. rows.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] Side(int index) => [.. columns.Where((_, i) => string.Equals(rows[i], names[index], StringComparison.Ordinal))];
        var pair = new DriftPair(CategorySample.From(Side(0)), CategorySample.From(Side(1)));
        DriftScore chiSquare = new ChiSquareMethod().Score(pair);
        if (names.Length == 2)
        {
            GoldenFile.Close(expected.GetProperty("chi2").GetDouble(), chiSquare.Value, 1e-9, 1e-12);
            GoldenFile.Close(expected.GetProperty("p").GetDouble(), chiSquare.PValue, 1e-6, 1e-10);
            GoldenFile.Close(expected.GetProperty("g").GetDouble(), new LikelihoodRatioMethod().Score(pair).Value, 1e-9, 1e-12);
            GoldenFile.Close(expected.GetProperty("cramers_v_bias_corrected").GetDouble(), new CramersVMethod().Score(pair).Value, 1e-9, 1e-7);
        }
        else
        {
            // Larger tables have no key: the first two rows alone have less association than the whole table.
            Assert.True(chiSquare.Value < expected.GetProperty("chi2").GetDouble());
        }
    }

    private static void Distances(JsonElement expected, BinnedPair bins)
    {
        void Same(string key, double? actual, double absolute = 1e-12) => GoldenFile.Close(GoldenFile.Number(expected.GetProperty(key)), actual, 1e-9, absolute);
        Same("psi_fill", PopulationStabilityMethod.Score(bins, filled: true).Value);
        Same("kl_cur_ref_fill", KullbackLeiblerMethod.Score(bins).Value);
        Same("kl_ref_cur_fill", KullbackLeiblerMethod.Score(bins, reversed: true).Value);
        Same("js_distance", JensenShannonMethod.Score(bins, Math.Log(2)).Value, 1e-7);
        Same("js_distance_base2", JensenShannonMethod.Score(bins).Value, 1e-7);
        Same("js_divergence_base2", JensenShannonDivergenceMethod.Score(bins).Value);
        Same("hellinger", HellingerMethod.Score(bins).Value, 1e-7);
        Same("total_variation", TotalVariationMethod.Score(bins).Value);
        Same("linf", LargestChangeMethod.Score(bins).Value);
        DriftScore score = JensenShannonMethod.Score(bins);
        Assert.True(score.Decomposition.Count <= DriftScore.MostContributions);
        if (score.Value > 1e-6 && bins.Size <= DriftScore.MostContributions)
        {
            GoldenFile.Close(score.Value.Value, score.Decomposition.Sum(part => part.Contribution), 1e-9, 1e-12);
        }
    }

    private static void Table(JsonElement expected, DriftScore score)
    {
        GoldenFile.Close(expected.GetProperty("statistic").GetDouble(), score.Value, 1e-9, 1e-12);
        GoldenFile.Close(expected.GetProperty("p").GetDouble(), score.PValue, 1e-6, 1e-10);
    }

    private static (DriftPair Pair, JsonElement Expected) Load(string name, bool throughProfile)
    {
        JsonElement item = GoldenFile.Case(GoldenPairs.Categorical, name);
        return (GoldenPairs.CategoricalPair(item, throughProfile), item.GetProperty("expected"));
    }
}
