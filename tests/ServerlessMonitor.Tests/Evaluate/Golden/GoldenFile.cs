using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace ServerlessMonitor.Tests.Evaluate.Golden;

/// <summary>
/// Values that scipy 1.10.1 and scikit-learn 1.2.1 give for exact inputs. Non-finite numbers are the strings NaN, Infinity and -Infinity; null in an
/// input is a missing value; an expected <c>{"undefined": reason}</c> means that there is nothing to compare with.
/// </summary>
internal static class GoldenFile
{
    // Parsed once: every case of a theory asks for it.
    private static readonly ConcurrentDictionary<string, JsonElement[]> Parsed = new(StringComparer.Ordinal);

    public static TheoryData<string> Names(string file)
    {
        var names = new TheoryData<string>();
        foreach (string name in CaseNames(file))
        {
            names.Add(name);
        }

        return names;
    }

    public static IEnumerable<string> CaseNames(string file) => Cases(file).Select(item => item.GetProperty("name").GetString()!);

    public static JsonElement Case(string file, string name) => Cases(file).Single(item => item.GetProperty("name").GetString() == name);

    public static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : element.ValueKind == JsonValueKind.Null ? double.NaN
        : element.GetDouble();

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(Number)];

    public static bool IsDefined(JsonElement element) => element.ValueKind is JsonValueKind.Number or JsonValueKind.String;

    public static void Close(double expected, double? actual, double relative, double absolute)
    {
        Assert.NotNull(actual);
        double allowed = Math.Max(absolute, relative * Math.Abs(expected));
        Assert.True(Math.Abs(expected - actual.Value) <= allowed, $"expected {expected:R}, got {actual:R}, allowed {allowed:R}");
    }

    private static JsonElement[] Cases(string file) => Parsed.GetOrAdd(file, static name =>
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Evaluate", "Golden", name);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(item => item.Clone())];
    });
}
