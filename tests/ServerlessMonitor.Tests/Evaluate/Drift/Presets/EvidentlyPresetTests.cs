using System.Text.Json;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Presets;
using ServerlessMonitor.Tests.Evaluate.Golden;

namespace ServerlessMonitor.Tests.Evaluate.Drift.Presets;

/// <summary>The scores and verdicts of Evidently 0.7.21, by its default choice and for every test that has a key here.</summary>
public sealed class EvidentlyPresetTests
{
    // Evidently's name of a test and ours. Without a key: Epps-Singleton; its g_test raises where the sizes differ.
    private static readonly (string Theirs, string Ours)[] Keys =
    [
        ("ks", "kolmogorovSmirnov"), ("wasserstein", "wasserstein"), ("jensenshannon", "jensenShannon"), ("psi", "psi"), ("kl_div", "klDivergence"),
        ("hellinger", "hellinger"), ("anderson", "andersonDarling"), ("cramer_von_mises", "cramerVonMises"), ("ed", "energyDistance"), ("mannw", "mannWhitney"),
        ("t_test", "tTest"), ("chisquare", "chiSquare"), ("z", "zTest"),
    ];

    private readonly EvidentlyPreset _preset = new();

    public static TheoryData<string, bool> NumericCases => GoldenPairs.BothWays(GoldenPairs.Numeric);

    public static TheoryData<string, bool> CategoricalCases => GoldenPairs.BothWays(GoldenPairs.Categorical);

    public static TheoryData<string> LargeCases => GoldenFile.Names(GoldenPairs.Large);

    [Theory]
    [MemberData(nameof(NumericCases))]
    public void Choose_GoldenNumbers_EvidentlysScoresAndVerdicts(string name, bool throughProfile)
    {
        JsonElement item = GoldenFile.Case(GoldenPairs.Numeric, name);
        Check(GoldenPairs.NumericPair(item, throughProfile), item.GetProperty("expected").GetProperty("evidently"));
    }

    [Theory]
    [MemberData(nameof(CategoricalCases))]
    public void Choose_GoldenCategories_EvidentlysScoresAndVerdicts(string name, bool throughProfile)
    {
        JsonElement item = GoldenFile.Case(GoldenPairs.Categorical, name);
        Check(GoldenPairs.CategoricalPair(item, throughProfile), item.GetProperty("expected").GetProperty("evidently"));
    }

    [Theory]
    [MemberData(nameof(LargeCases))]
    public void Choose_GoldenRecipes_EvidentlysScoresAndVerdicts(string name)
    {
        JsonElement item = GoldenFile.Case(GoldenPairs.Large, name);
        Check(GoldenRecipe.Pair(item), item.GetProperty("expected").GetProperty("evidently"));
    }

    private void Check(DriftPair pair, JsonElement expected)
    {
        string theirs = expected.GetProperty("default_test").GetString()!;
        Assert.Equal(Keys.Single(key => key.Theirs == theirs).Ours, _preset.Choose(pair, null, new ColumnChunks([]))!.Method.Descriptor.Key);
        int seen = 0;
        foreach ((string test, string key) in Keys)
        {
            if (!expected.TryGetProperty(test, out JsonElement result))
            {
                continue;
            }

            seen++;
            DriftChoice choice = _preset.Choose(pair, key, new ColumnChunks([]))!;
            DriftScore score = choice.Method.Score(pair.WithBins(choice.Bins, choice.MissingBin));
            if (!result.TryGetProperty("score", out JsonElement value) || !double.IsFinite(GoldenFile.Number(value)))
            {
                // One category only: Evidently's p-value is no number and raises no alarm; ours is 1.
                Assert.True(score.Value is null || score.PValue == 1, $"{test} has no score");
                Assert.NotNull(score.Reason);
                continue;
            }

            bool isTest = choice.Method.Descriptor.Direction == DriftDirection.PValueAtMost;
            GoldenFile.Close(GoldenFile.Number(value), isTest ? score.PValue : score.Value, isTest ? 1e-6 : 1e-9, isTest ? 1e-10 : key is "jensenShannon" or "hellinger" ? 1e-7 : 1e-12);
            Assert.Equal(result.GetProperty("threshold").GetDouble(), choice.Threshold);
            Assert.Equal(result.GetProperty("drift").GetBoolean() ? DriftVerdict.Drift : DriftVerdict.Ok, choice.JudgeFixed(score));
        }

        Assert.True(seen >= 4);
    }
}
