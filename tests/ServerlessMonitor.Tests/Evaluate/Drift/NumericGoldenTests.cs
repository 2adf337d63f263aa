using System.Text.Json;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Methods;
using ServerlessMonitor.Tests.Evaluate.Golden;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

public sealed class NumericGoldenTests
{
    private const string File = "numeric_pairs.json";

    public static TheoryData<string> Cases => GoldenFile.Names(File);

    [Theory]
    [MemberData(nameof(Cases))]
    public void KolmogorovSmirnov_GoldenPair_StatisticAndPValue(string name)
    {
        (DriftPair pair, JsonElement expected) = Load(name);
        DriftScore score = new KolmogorovSmirnovMethod().Score(pair);
        GoldenFile.Close(expected.GetProperty("ks").GetProperty("statistic").GetDouble(), score.Value, 1e-9, 1e-12);
        GoldenFile.Close(expected.GetProperty("ks").GetProperty("p_auto").GetDouble(), score.PValue, 1e-6, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void KolmogorovLaw_GoldenPair_AsymptoticPValue(string name)
    {
        JsonElement expected = GoldenFile.Case(File, name).GetProperty("expected");
        JsonElement ks = expected.GetProperty("ks");
        double n = expected.GetProperty("n_ref").GetDouble();
        double m = expected.GetProperty("n_cur").GetDouble();
        double p = GoldenFile.Number(ks.GetProperty("p_asymp"));
        double actual = KolmogorovLaw.Tail(ks.GetProperty("statistic").GetDouble(), (long)Math.Round(n * m / (n + m), MidpointRounding.ToEven));
        if (double.IsNaN(p))
        {
            Assert.Equal(double.NaN, actual);
        }
        else
        {
            GoldenFile.Close(p, actual, 1e-6, 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Wasserstein_GoldenPair_NormedDistance(string name)
    {
        (DriftPair pair, JsonElement expected) = Load(name);
        DriftScore score = new WassersteinMethod().Score(pair);
        GoldenFile.Close(expected.GetProperty("wasserstein").GetProperty("normed").GetDouble(), score.Value, 1e-9, 1e-12);
        if (score.Decomposition.Count > 0)
        {
            GoldenFile.Close(score.Value!.Value, score.Decomposition.Sum(item => item.Contribution), 1e-9, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void DecileBins_GoldenPair_EdgesCountsAndScores(string name)
    {
        JsonElement item = GoldenFile.Case(File, name);
        JsonElement expected = item.GetProperty("expected").GetProperty("decile_bins");
        NumericSample baseline = NumericSample.From(GoldenFile.Numbers(item.GetProperty("reference")));
        NumericSample current = NumericSample.From(GoldenFile.Numbers(item.GetProperty("current")));

        double[] edges = NumericBinning.DecileEdges(baseline);
        double[] expectedEdges = GoldenFile.Numbers(expected.GetProperty("inner_edges"));
        Assert.Equal(expectedEdges.Length, edges.Length);
        for (int i = 0; i < edges.Length; i++)
        {
            GoldenFile.Close(expectedEdges[i], edges[i], 1e-12, 0);
        }

        BinnedPair bins = NumericBinning.Edges(baseline, current, edges, missingBin: false);
        Assert.Equal(GoldenFile.Numbers(expected.GetProperty("ref_counts")), bins.Baseline);
        Assert.Equal(GoldenFile.Numbers(expected.GetProperty("cur_counts")), bins.Current);
        GoldenFile.Close(expected.GetProperty("psi_floor_1e4").GetDouble(), PopulationStabilityMethod.Score(bins).Value, 1e-9, 1e-12);
        GoldenFile.Close(Math.Sqrt(Math.Max(0, expected.GetProperty("js_divergence_base2").GetDouble())), JensenShannonMethod.Score(bins).Value, 1e-9, 1e-7);
    }

    private static (DriftPair Pair, JsonElement Expected) Load(string name)
    {
        JsonElement item = GoldenFile.Case(File, name);
        NumericSample baseline = NumericSample.From(GoldenFile.Numbers(item.GetProperty("reference")));
        NumericSample current = NumericSample.From(GoldenFile.Numbers(item.GetProperty("current")));
        JsonElement expected = item.GetProperty("expected");
        Assert.Equal(expected.GetProperty("n_ref").GetInt64(), baseline.Count);
        Assert.Equal(expected.GetProperty("excluded_cur").GetInt64(), current.Missing);
        return (new DriftPair(baseline, current), expected);
    }
}
