using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile.Feeding;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Profile.Keeping;

public sealed class KeptFileWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    [InlineData(int.MaxValue)]
    public async Task End_MoreFiltersThanAreHeld_StandTogetherAllTheSame(int filterMemory)
    {
        using var output = new MemoryStream();
        output.Write("in front"u8);
        var writer = new KeptFileWriter(output, filterMemory);
        var run = new KeptRun([], segments: 0, hasIds: true, isOrdered: false);
        for (int number = 0; number < 4; number++)
        {
            run.Clear();
            int first = run.Extend(1000);
            for (int row = 0; row < 1000; row++)
            {
                // Ids that come again are one in the filter.
                run.Set(first + row, StableHash64.OfInt64((number * 10_000) + (row / 2)), slot: 0, place: row);
            }

            writer.Add(run, number);
        }

        long length = writer.End(new KeptFooter
        {
            Rows = 4000,
            RowsWithId = 4000,
            FirstTicks = 0,
            LastTicks = 0,
            Granularity = CellGranularity.Hour,
            IsOrdered = false,
            Classes = [],
            Columns = [new ColumnSchema("score", ColumnKind.Numeric, ColumnRole.Score)],
            Slots = [new KeptSlot(0, 0)],
            Segments = [],
            Runs = [],
        });

        Assert.Equal(output.Length - 8, length);
        var files = new InMemoryKeptFiles();
        await files.PutAsync("p", new MemoryStream(output.ToArray()[8..]), CancellationToken.None);
        await using IKeptFile content = (await files.OpenAsync("p", CancellationToken.None))!;
        await using KeptPredictionsFile file = await KeptPredictionsFile.OpenAsync(content, "p", CancellationToken.None);
        XorFilter?[] filters = await file.ReadFiltersAsync(CancellationToken.None);
        await file.RefineAsync(filters, [1, 3], CancellationToken.None);
        Assert.Equal([false, true, false, true], filters.Select(filter => filter!.IsWhole));
        var hashes = new ulong[1000];
        for (int number = 0; number < 4; number++)
        {
            Assert.Equal(500, filters[number]!.Count);
            await file.ReadHashesAsync(number, hashes, CancellationToken.None);
            Assert.Equal(Enumerable.Range(0, 1000).Select(row => StableHash64.OfInt64((number * 10_000) + (row / 2))).Order(), hashes);
            Assert.All(hashes, hash => Assert.True(filters[number]!.MayContain(hash)));
        }
    }
}
