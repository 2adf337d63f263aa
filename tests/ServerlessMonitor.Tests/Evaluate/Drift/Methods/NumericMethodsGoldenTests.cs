using System.Text.Json;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Methods;
using ServerlessMonitor.Tests.Evaluate.Golden;

namespace ServerlessMonitor.Tests.Evaluate.Drift.Methods;

/// <summary>Every numeric method against scipy, from values and through profiles.</summary>
public sealed class NumericMethodsGoldenTests
{
    public static TheoryData<string, bool> Cases => GoldenPairs.BothWays(GoldenPairs.Numeric);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Distances_GoldenPair_ScipysValues(string name, bool throughProfile)
    {
        (DriftPair pair, JsonElement expected) = Load(name, throughProfile);
        Assert.Equal(expected.GetProperty("n_ref").GetInt64(), pair.Present.Baseline);
        Assert.Equal(expected.GetProperty("excluded_ref").GetInt64(), pair.Missing.Baseline);
        JsonElement wasserstein = expected.GetProperty("wasserstein");
        Close(wasserstein.GetProperty("ref_std_ddof0"), pair.Baseline.StandardDeviation, 1e-9, 1e-12);
        Close(wasserstein.GetProperty("distance"), Sums(new WassersteinMethod(raw: true).Score(pair)).Value, 1e-9, 1e-12);
        Close(wasserstein.GetProperty("normed"), Sums(new WassersteinMethod().Score(pair)).Value, 1e-9, 1e-12);
        Close(expected.GetProperty("energy_distance"), Sums(new EnergyDistanceMethod().Score(pair)).Value, 1e-9, 1e-12);
        Close(expected.GetProperty("ks").GetProperty("statistic"), new KolmogorovSmirnovMethod().Score(pair).Value, 1e-9, 1e-12);
        Close(expected.GetProperty("ks").GetProperty("p_auto"), new KolmogorovSmirnovMethod().Score(pair).PValue, 1e-6, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void CramerVonMises_GoldenPair_StatisticAndPValue(string name, bool throughProfile)
    {
        (DriftPair pair, JsonElement expected) = Load(name, throughProfile);
        Same(expected.GetProperty("cramer_von_mises").GetProperty("auto"), "statistic", "p", new CramerVonMisesMethod().Score(pair));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AndersonDarling_GoldenPair_NormalisedStatisticAndCappedPValue(string name, bool throughProfile)
    {
        (DriftPair pair, JsonElement expected) = Load(name, throughProfile);
        Same(expected.GetProperty("anderson_darling_ksample").GetProperty("midrank"), "statistic_normalized", "p_capped", new AndersonDarlingMethod().Score(pair));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MannWhitney_GoldenPair_UAndBothPValues(string name, bool throughProfile)
    {
        (DriftPair pair, JsonElement expected) = Load(name, throughProfile);
        JsonElement tests = expected.GetProperty("mann_whitney");
        bool counted = Math.Min(pair.Present.Baseline, pair.Present.Current) <= 8 && tests.TryGetProperty("two_sided_exact", out _);
        Same(tests.GetProperty(counted ? "two_sided_exact" : "two_sided_asymptotic"), "u1", "p", Sums(new MannWhitneyMethod().Score(pair), -pair.Present.Baseline * pair.Present.Current / 2.0));
        Same(tests.GetProperty("less_auto"), "u1", "p", new MannWhitneyMethod(less: true).Score(pair));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TTest_GoldenPair_WelchAndStudent(string name, bool throughProfile)
    {
        (DriftPair pair, JsonElement expected) = Load(name, throughProfile);
        Same(expected.GetProperty("t_test").GetProperty("welch"), "statistic", "p", Sums(new WelchMethod().Score(pair)));
        Same(expected.GetProperty("t_test").GetProperty("student"), "statistic", "p", new WelchMethod(equalVariances: true).Score(pair));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MeanShift_GoldenPair_IsWelchsTInOtherUnits(string name, bool throughProfile)
    {
        (DriftPair pair, JsonElement expected) = Load(name, throughProfile);
        DriftScore score = Sums(new MeanShiftMethod().Score(pair));
        Assert.True(double.IsFinite(score.Value!.Value));
        JsonElement welch = expected.GetProperty("t_test").GetProperty("welch");
        if (welch.TryGetProperty("p", out JsonElement p) && double.IsFinite(GoldenFile.Number(p)))
        {
            GoldenFile.Close(GoldenFile.Number(p), score.PValue, 1e-6, 1e-10);
            Assert.Equal(Math.Sign(-GoldenFile.Number(welch.GetProperty("statistic"))), Math.Sign(score.Value.Value));
        }
        else
        {
            Assert.Null(score.PValue);
            Assert.NotNull(score.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BinnedDistances_GoldenDeciles_AllOfThem(string name, bool throughProfile)
    {
        (DriftPair pair, JsonElement item) = Load(name, throughProfile);
        JsonElement expected = item.GetProperty("decile_bins");
        double[] edges = NumericBinning.DecileEdges(pair.Baseline);
        double[] expectedEdges = GoldenFile.Numbers(expected.GetProperty("inner_edges"));
        Assert.Equal(expectedEdges.Length, edges.Length);
        for (int i = 0; i < edges.Length; i++)
        {
            GoldenFile.Close(expectedEdges[i], edges[i], 1e-12, 0);
        }

        BinnedPair bins = NumericBinning.Edges(pair.Baseline, pair.Current, edges, missingBin: false);
        Assert.Equal(GoldenFile.Numbers(expected.GetProperty("ref_counts")), bins.Baseline);
        Assert.Equal(GoldenFile.Numbers(expected.GetProperty("cur_counts")), bins.Current);
        Close(expected.GetProperty("psi_floor_1e4"), PopulationStabilityMethod.Score(bins).Value, 1e-9, 1e-12);
        Close(expected.GetProperty("js_divergence_base2"), JensenShannonDivergenceMethod.Score(bins).Value, 1e-9, 1e-12);
        Close(expected.GetProperty("js_distance"), JensenShannonMethod.Score(bins, Math.Log(2)).Value, 1e-9, 1e-7);
        Close(expected.GetProperty("hellinger"), HellingerMethod.Score(bins).Value, 1e-9, 1e-7);
        Close(expected.GetProperty("total_variation"), TotalVariationMethod.Score(bins).Value, 1e-9, 1e-12);
        Close(expected.GetProperty("linf"), LargestChangeMethod.Score(bins).Value, 1e-9, 1e-12);
    }

    internal static void Close(JsonElement expected, double? actual, double relative, double absolute) =>
        GoldenFile.Close(GoldenFile.Number(expected), actual, relative, absolute);

    /// <summary>An undefined expectation, or one that is no number, must be an undefined score with a reason.</summary>
    internal static void Same(JsonElement expected, string statistic, string p, DriftScore score)
    {
        if (!expected.TryGetProperty(statistic, out JsonElement value) || !double.IsFinite(GoldenFile.Number(value)))
        {
            Assert.Null(score.Value);
            Assert.NotNull(score.Reason);
            return;
        }

        Close(value, score.Value, 1e-9, 1e-12);
        Close(expected.GetProperty(p), score.PValue, 1e-6, 1e-10);
    }

    // Contributions of at most twenty bins add up to the score.
    private static DriftScore Sums(DriftScore score, double offset = 0)
    {
        if (score.Value is { } value)
        {
            GoldenFile.Close(value + offset, score.Decomposition.Sum(part => part.Contribution), 1e-7, 1e-9 * Math.Max(1, Math.Abs(offset)));
        }

        return score;
    }

    private static (DriftPair Pair, JsonElement Expected) Load(string name, bool throughProfile)
    {
        JsonElement item = GoldenFile.Case(GoldenPairs.Numeric, name);
        return (GoldenPairs.NumericPair(item, throughProfile), item.GetProperty("expected"));
    }
}
