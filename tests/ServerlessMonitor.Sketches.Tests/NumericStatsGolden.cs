using System.Text.Json;

namespace ServerlessMonitor.Sketches.Tests;

/// <summary>The cases of numeric_stats.json: samples with exactly computed statistics.</summary>
internal static class NumericStatsGolden
{
    public static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static JsonElement[] Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "numeric_stats.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(static c => c.Clone())];
    }

    public static double? Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null ? null : element.Deserialize<double>(Options);

    public static double?[] Values(JsonElement golden) => [.. golden.GetProperty("values").EnumerateArray().Select(Number)];

    /// <summary>The finite values of the parts into which the case cuts its sample.</summary>
    public static double[][] Parts(JsonElement golden)
    {
        double?[] values = Values(golden);
        int[] cuts = [0, .. golden.GetProperty("merge_split_points").EnumerateArray().Select(static e => e.GetInt32()), values.Length];
        return [.. cuts.Zip(cuts.Skip(1), (from, to) => Finite(values[from..to]))];
    }

    public static double[] Finite(double?[] values) =>
        [.. values.Where(static v => v is double d && double.IsFinite(d)).Select(static v => v!.Value)];

    public static void AssertClose(double expected, double actual, string what)
    {
        if (double.IsNaN(expected))
        {
            Assert.True(double.IsNaN(actual), what);
            return;
        }

        double tolerance = Math.Max(1e-12, 1e-9 * Math.Abs(expected));
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: expected {expected:R}, got {actual:R}");
    }
}
