using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.Benchmarks;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Azure.Tests;

/// <summary>What a profile of 30 columns takes in its table row.</summary>
public sealed class StoredSizeTests
{
    private const int Columns = 30;
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, int> Worst => new()
    {
        { "numbers", 40_000 },
        { "numbers", 300_000 },
        { "numbers", 1_000 },
        { "codes", 40_000 },
        { "identifiers", 40_000 },
        { "identifiers", 4_000 },
        { "long texts", 40_000 },
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
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}"))).Append('\n');
        for (int row = 0; row < rows; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, Columns).Select(column => Cell(kind == "mixed" ? (column % 2 == 0 ? "numbers" : "identifiers") : kind, random))).Append('\n');
        }

        DatasetProfile profile = await ProfileAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())));
        Assert.Equal((rows, Columns), (profile.Rows, profile.Columns.Count));
        int size = await SizeAsync(profile);
        Console.WriteLine($"SIZE {kind} {rows}: {size} raw {ProfileCodec.ToBytes(profile).Length}");
        Assert.InRange(size, 1, 700_000);
    }

    private static string Cell(string kind, Random random) => kind switch
    {
        "numbers" => (random.NextDouble() * Math.Pow(10, random.Next(-3, 6))).ToString("R", CultureInfo.InvariantCulture),
        "codes" => $"code-{random.Next(4_000):D6}",
        "identifiers" => $"{random.NextInt64(3_500) * 0x9E3779B97F4A7C1:x16}-{random.Next(2):x4}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{random.Next(3_000)} {new string('x', 100)} {random.NextInt64(3_000) * 0x9E3779B97F4A7C1:x16}"),
    };

    private static async Task<DatasetProfile> ProfileAsync(Stream content)
    {
        var context = new BatchContext(new MonitorDefinition("size"), EventTimeFallback.LastModified(Monday));
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
