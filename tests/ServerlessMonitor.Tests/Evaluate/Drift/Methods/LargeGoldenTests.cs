using System.Text.Json;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Methods;
using ServerlessMonitor.Tests.Evaluate.Golden;

namespace ServerlessMonitor.Tests.Evaluate.Drift.Methods;

/// <summary>Samples of up to hundreds of thousands of rows: to scipy's digits from values, within the sketch's error through profiles.</summary>
public sealed class LargeGoldenTests
{
    private static readonly DriftMethods Methods = DriftMethods.CreateDefault();

    public static TheoryData<string> Cases => GoldenFile.Names(GoldenPairs.Large);

    [Theory]
    [MemberData(nameof(Cases))]
    public void NumericMethods_GoldenRecipe_ScipysValues(string name)
    {
        JsonElement item = GoldenFile.Case(GoldenPairs.Large, name);
        JsonElement expected = item.GetProperty("expected");
        DriftPair pair = GoldenRecipe.Pair(item);
        void Value(string key, JsonElement value) => GoldenFile.Close(GoldenFile.Number(value), Methods.Find(key)!.Score(pair).Value, 1e-9, 1e-12);
        void Both(string key, JsonElement test, string statistic, string p) => NumericMethodsGoldenTests.Same(test, statistic, p, Methods.Find(key)!.Score(pair));
        Value("wassersteinRaw", expected.GetProperty("wasserstein").GetProperty("distance"));
        Value("wasserstein", expected.GetProperty("wasserstein").GetProperty("normed"));
        Value("energyDistance", expected.GetProperty("energy_distance"));
        Both("kolmogorovSmirnov", expected.GetProperty("ks"), "statistic", "p_auto");
        Both("cramerVonMises", expected.GetProperty("cramer_von_mises").GetProperty("auto"), "statistic", "p");
        Both("andersonDarling", expected.GetProperty("anderson_darling_ksample").GetProperty("midrank"), "statistic_normalized", "p_capped");
        Both("mannWhitney", expected.GetProperty("mann_whitney").GetProperty("two_sided_asymptotic"), "u1", "p");
        Both("tTest", expected.GetProperty("t_test").GetProperty("welch"), "statistic", "p");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NumericMethods_GoldenRecipeThroughProfile_WithinTheSketchsError(string name)
    {
        JsonElement item = GoldenFile.Case(GoldenPairs.Large, name);
        JsonElement expected = item.GetProperty("expected");
        (double[] before, double[] after) = GoldenRecipe.Samples(item);
        DriftPair pair = GoldenPairs.NumericPair(before, after, throughProfile: true);
        // Each side's distribution function is off by at most its rank error.
        double error = pair.Baseline.RankError + pair.Current.RankError;
        double n = pair.Present.Baseline;
        double m = pair.Present.Current;
        double Actual(string key) => Methods.Find(key)!.Score(pair).Value!.Value;

        GoldenFile.Close(GoldenFile.Number(expected.GetProperty("ks").GetProperty("statistic")), Actual("kolmogorovSmirnov"), 0, error + 1e-12);
        GoldenFile.Close(GoldenFile.Number(expected.GetProperty("mann_whitney").GetProperty("two_sided_asymptotic").GetProperty("u1")) / (n * m), Actual("mannWhitney") / (n * m), 0, error + 1e-12);
        double width = pair.Baseline.Maximum - pair.Baseline.Minimum + pair.Current.Maximum - pair.Current.Minimum;
        GoldenFile.Close(expected.GetProperty("wasserstein").GetProperty("distance").GetDouble(), Actual("wassersteinRaw"), 1e-9, error * width);
        GoldenFile.Close(expected.GetProperty("t_test").GetProperty("welch").GetProperty("statistic").GetDouble(), Actual("tTest"), 1e-9, 1e-9);
        GoldenFile.Close(expected.GetProperty("t_test").GetProperty("welch").GetProperty("p").GetDouble(), Methods.Find("tTest")!.Score(pair).PValue, 1e-6, 1e-10);
        JsonElement bins = expected.GetProperty("decile_bins");
        // A bin's share is a difference of two ranks on edges that are themselves off.
        GoldenFile.Close(bins.GetProperty("linf").GetDouble(), Actual("lInfinity"), 0, (4 * error) + 1e-9);
        if (pair.IsExact)
        {
            NumericMethodsGoldenTests.Same(expected.GetProperty("ks"), "statistic", "p_auto", Methods.Find("kolmogorovSmirnov")!.Score(pair));
        }
    }
}
