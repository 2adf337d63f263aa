using ServerlessMonitor.Profile.Feeding;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Profile;

public sealed class RepeatCounterTests
{
    [Fact]
    public void Add_RandomHashes_CountsAsASetDoes()
    {
        var random = new Random(7);
        ulong[] hashes = [.. Enumerable.Range(0, 50_000).Select(_ => StableHash64.OfInt64(random.Next(30_000))), 0, 0];
        var counter = new RepeatCounter();
        foreach (ulong[] block in hashes.Chunk(4096))
        {
            counter.Add(block, [], 1);
        }

        Assert.Equal(hashes.Length - hashes.Distinct().Count(), counter.Rows);
        Assert.Equal((0L, false), (counter.Ids, counter.IsPartial));
    }

    [Fact]
    public void Add_MoreThanTheLimit_ClosesAndSaysSo()
    {
        var counter = new RepeatCounter();
        ulong[] rows = [.. Enumerable.Range(0, RepeatCounter.RowLimit).Select(i => StableHash64.OfInt64(i))];
        counter.Add([rows[0], .. rows], [], 1);
        Assert.Equal((1L, 0, false), (counter.Rows, counter.Held, counter.IsPartial));

        counter.Add([rows[5]], [], 2);
        Assert.Equal((1L, true), (counter.Rows, counter.IsPartial));
    }

    [Fact]
    public void Merge_OpenCells_CountsWhatBothHave()
    {
        RepeatCounter left = Of([1, 2, 3, 3], [8, 9]);
        left.Merge(Of([3, 4, 4], [9, 9]));

        Assert.Equal((3L, 2L, false), (left.Rows, left.Ids, left.IsPartial));
        left.Merge(new RepeatCounter());
        Assert.False(left.IsPartial);
    }

    [Fact]
    public void Merge_ClosedCell_KeepsTheCountsAsLowerBounds()
    {
        RepeatCounter closed = Of([3, 4, 4], []);
        closed.Close();
        RepeatCounter left = Of([1, 1, 3], []);
        left.Merge(closed);
        Assert.Equal((2L, true), (left.Rows, left.IsPartial));

        var empty = new RepeatCounter();
        empty.Merge(closed);
        Assert.Equal((1L, false), (empty.Rows, empty.IsPartial));
    }

    private static RepeatCounter Of(ulong[] rows, ulong[] ids)
    {
        var counter = new RepeatCounter();
        counter.Add(rows, ids, 1);
        return counter;
    }
}
