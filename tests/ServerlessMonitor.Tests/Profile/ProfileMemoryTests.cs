using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using Xunit.Abstractions;

namespace ServerlessMonitor.Tests.Profile;

[Collection(MemoryCollection.Name)]
public sealed class ProfileMemoryTests(ITestOutputHelper output)
{
    private const double Megabyte = 1e6;

    /// <summary>
    /// Both files are a day of 24 hours; the longer one has 36 MB more. What may grow is bounded: sketches until they are full, and the hashes of up to 200,000 rows.
    /// </summary>
    [Fact]
    public async Task Profile_FourTimesTheRows_NeedsHardlyMoreMemory()
    {
        // Up to 200,000 rows the hashes that find repetitions are all kept; from there on nothing grows.
        await LiveMegabytesAsync(10_000);
        double small = await LiveMegabytesAsync(220_000);
        double large = await LiveMegabytesAsync(880_000);

        output.WriteLine($"{small:F1} MB for 220,000 rows, {large:F1} MB for 880,000");
        Assert.True(large - small < 16, $"{small:F1} MB for 220,000 rows, {large:F1} MB for 880,000");
    }

    /// <summary>A column has a profile for every hour of a file: what each keeps counts by the thousand. The levels of a quantile sketch hold no more than its capacity.</summary>
    [Fact]
    public void Profile_NumericColumnOfManyRows_StaysSmall()
    {
        var random = new Random(11);
        double[] values = [.. Enumerable.Range(0, 40_000).Select(_ => random.NextDouble())];
        var columns = new ColumnProfile[100];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = new ColumnProfile(new ColumnSchema("n", ColumnKind.Numeric, ColumnRole.Feature));
            foreach (double[] block in values.Chunk(4096))
            {
                columns[i].AddValues(block);
            }
        }

        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / columns.Length;
        output.WriteLine($"{each:N0} bytes");
        Assert.Equal(40_000, columns[^1].Quantiles!.Count);
        Assert.InRange(each, 1, 96_000);
    }

    /// <summary>The most managed memory alive at ten places of the file, with all that the process holds besides.</summary>
    private static async Task<double> LiveMegabytesAsync(int rows)
    {
        var stream = new GeneratedRows(rows);
        BatchProfile profile = await new BatchProfiler(workers: 1).ProfileAsync(stream, "day.csv", ProfileData.Context(), CancellationToken.None);
        Assert.Equal((rows, 24), (profile.Rows, profile.Hours.Count));
        Assert.InRange(stream.Checkpoints, 10, 11);
        return stream.MostMemory / Megabyte;
    }
}
