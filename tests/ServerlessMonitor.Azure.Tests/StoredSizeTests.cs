using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.Benchmarks;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Azure.Tests;

/// <summary>What a profile of 30 columns takes in its table row.</summary>
public sealed class StoredSizeTests
{
    private const int Columns = 30;
    private static readonly string[] Outcomes = ["prediction", "score", "label"];
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, int> Worst => new()
    {
        { "numbers", 40_000 },
        { "numbers", 300_000 },
        { "numbers", 1_000 },
        { "outcomes", 100_000 },
        { "codes", 40_000 },
        { "identifiers", 20_000 },
        { "long texts", 10_000 },
        { "mixed", 40_000 },
    };

    [Fact]
    public async Task StoredSize_TypicalHour_IsUnder400Kilobytes()
    {
        string path = Path.GetTempFileName();
        try
        {
            MakeData.Write(path, rows: 40_000, seed: 1);
            DatasetProfile hour = await ProfileAsync(File.OpenRead(path));
            Assert.Equal((40_000, Columns), (hour.Rows, hour.Columns.Count));
            Assert.InRange(await SizeAsync(hour), 100_000, 400_000);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What no summary can leave out: numbers with all their digits, categories that are nearly as many as rows, long ones.</summary>
    [Theory]
    [MemberData(nameof(Worst))]
    public async Task StoredSize_AnyThirtyColumns_IsUnder700Kilobytes(string kind, int rows)
    {
        var random = new Random(7);
        string[] names = [.. Enumerable.Range(0, Columns).Select(column => kind == "outcomes" && column < 3 ? Outcomes[column] : $"c{column}")];
        var text = new StringBuilder(string.Join(',', names)).Append('\n');
        for (int row = 0; row < rows; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, Columns).Select(column => Cell(KindOf(kind, column), column, random))).Append('\n');
        }

        // Without a word of the monitor, columns of so many values would be texts, of which no value is kept.
        string[] categorical = [.. names.Where((_, column) => KindOf(kind, column) is "codes" or "identifiers" or "long texts").Select(name => $"  {name}: {{type: categorical}}\n")];
        string monitor = "model: size\n" + (categorical.Length > 0 ? $"features:\n{string.Concat(categorical)}" : string.Empty);
        DatasetProfile profile = await ProfileAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), monitor);
        Assert.Equal((rows, Columns), (profile.Rows, profile.Columns.Count));
        int size = await SizeAsync(profile);
        Assert.InRange(size, 1, 700_000);
    }

    private static string KindOf(string kind, int column) => (kind, column) switch
    {
        ("mixed", _) => column % 2 == 0 ? "numbers" : "identifiers",
        ("outcomes", 0 or 2) => "class",
        ("outcomes", 1) => "score",
        ("outcomes", _) => "numbers",
        _ => kind,
    };

    private static string Cell(string kind, int column, Random random) => kind switch
    {
        "numbers" => (random.NextDouble() * Math.Pow(10, random.Next(-3, 6))).ToString("R", CultureInfo.InvariantCulture),
        "class" => random.Next(2).ToString(CultureInfo.InvariantCulture),
        "score" => random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
        "codes" => $"code-{random.Next(4_000):D6}",
        "identifiers" => $"{(random.NextInt64(4_000) + (column * 4_000)) * 0x9E3779B97F4A7C1:x16}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{random.Next(3_000)} {new string('x', 100)} {(random.NextInt64(4_000) + (column * 4_000)) * 0x9E3779B97F4A7C1:x16}"),
    };

    private static async Task<DatasetProfile> ProfileAsync(Stream content, string monitor = "model: size\n")
    {
        var context = new BatchContext(MonitorFile.Parse(monitor, "size.yaml", "size").Definition!, EventTimeFallback.LastModified(Monday));
        BatchProfile batch = await new BatchProfiler().ProfileWholeAsync(content, "size.csv", context, CancellationToken.None);
        return batch.Hours[0].Profile;
    }

    private static async Task<int> SizeAsync(DatasetProfile profile)
    {
        // Never connected to: only what no row holds goes into a blob.
        var nowhere = new BlobStore(new StorageClients("UseDevelopmentStorage=true"), Options.Create(new AzureStorageOptions()));
        var entity = new TableEntity("size", "size");
        await new EntityBody(nowhere).PutAsync(entity, ProfileCodec.ToBytes(profile), CancellationToken.None);
        return EntityBody.EstimateSize(entity);
    }
}
