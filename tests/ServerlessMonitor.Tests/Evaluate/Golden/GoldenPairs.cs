using System.Text.Json;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Golden;

/// <summary>The golden samples as pairs: straight from the values, and through a profile, as the pipeline has them.</summary>
internal static class GoldenPairs
{
    public const string Numeric = "numeric_pairs.json";
    public const string Large = "numeric_pairs_large.json";
    public const string Categorical = "categorical_pairs.json";

    /// <summary>Every case twice: from values, and from profiles.</summary>
    public static TheoryData<string, bool> BothWays(string file)
    {
        var data = new TheoryData<string, bool>();
        foreach (string name in GoldenFile.CaseNames(file))
        {
            data.Add(name, false);
            data.Add(name, true);
        }

        return data;
    }

    public static DriftPair NumericPair(JsonElement item, bool throughProfile, bool missingBin = true)
    {
        double[] before = GoldenFile.Numbers(item.GetProperty("reference"));
        double[] after = GoldenFile.Numbers(item.GetProperty("current"));
        return NumericPair(before, after, throughProfile, missingBin);
    }

    public static DriftPair NumericPair(double[] before, double[] after, bool throughProfile, bool missingBin = true) => throughProfile
        ? ProfileSamples.Pair(Column(before), Column(after)).Pair!.WithBins(null, missingBin)
        : new DriftPair(NumericSample.From(before), NumericSample.From(after), missingBin);

    public static DriftPair CategoricalPair(JsonElement item, bool throughProfile)
    {
        string?[] before = [.. item.GetProperty("reference").EnumerateArray().Select(value => value.GetString())];
        string?[] after = [.. item.GetProperty("current").EnumerateArray().Select(value => value.GetString())];
        return CategoricalPair(before, after, throughProfile);
    }

    public static DriftPair CategoricalPair(string?[] before, string?[] after, bool throughProfile) => throughProfile
        ? ProfileSamples.Pair(Column(before), Column(after)).Pair!
        : new DriftPair(CategorySample.From(before), CategorySample.From(after));

    private static ColumnProfile Column(double[] values) =>
        new TestProfiles().Numeric("x", values.Select(value => (double?)value)).Build().Columns["x"];

    private static ColumnProfile Column(string?[] values) => new TestProfiles().Categorical("x", values).Build().Columns["x"];
}
