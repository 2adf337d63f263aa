using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Profile;

/// <summary>Files for tests, and profiles of them.</summary>
internal static class ProfileData
{
    public const string Header = "id,timestamp,amount,code,flag,remark,prediction,score,label\n";

    private static readonly MonitorDefinition Monitor = new("m")
    {
        Features = new Dictionary<string, FeatureDefinition>(StringComparer.Ordinal) { ["amount"] = new() { Kind = ColumnKind.Numeric } },
    };

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Rows of a binary model, one every <paramref name="step"/>, from row <paramref name="first"/> of one endless sequence.</summary>
    public static string Rows(int first, int count, TimeSpan step)
    {
        var text = new StringBuilder();
        for (int i = first; i < first + count; i++)
        {
            var random = new Random(i);
            double score = Math.Round(random.NextDouble(), 3);
            string amount = (i % 17) switch { 3 => "", 5 => "NaN", 7 => "inf", 11 => "oops", _ => Math.Round(100 * random.NextDouble(), 4).ToString(CultureInfo.InvariantCulture) };
            string label = i % 5 == 0 ? "" : random.NextDouble() < score ? "1.0" : "0";
            text.Append(CultureInfo.InvariantCulture, $"r{i},{Start + (step * i):yyyy-MM-ddTHH:mm:ssZ},{amount},c{i % 7},{(i % 3 == 0 ? "true" : "False")},")
                .Append(CultureInfo.InvariantCulture, $"\"remark, number {i}\",{(score >= 0.5 ? 1 : 0)},{score},{label}\n");
        }

        return text.ToString();
    }

    public static BatchContext Context(MonitorDefinition? monitor = null, DatasetSchema? schema = null, EventTimeFallback? fallback = null) =>
        new(monitor ?? Monitor, fallback ?? EventTimeFallback.LastModified(Start)) { Schema = schema };

    public static Task<BatchProfile> ProfileAsync(string text, BatchContext? context = null, int workers = 1) =>
        new BatchProfiler(workers).ProfileAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "f.csv", context ?? Context(), CancellationToken.None);

    public static async Task<DatasetProfile> WholeAsync(string text, BatchContext? context = null)
    {
        BatchProfile profile = await new BatchProfiler().ProfileWholeAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), "f.csv", context ?? Context(), CancellationToken.None);
        return Assert.Single(profile.Hours).Profile;
    }
}
