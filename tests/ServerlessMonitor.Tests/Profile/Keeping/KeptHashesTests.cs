using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Tests.Profile.Keeping;

public sealed class KeptHashesTests
{
    // Blocks of 6,000 bytes, the first hashes of which are 100, 200, …, 10,000.
    private static readonly KeptHashes Hashes = new(50, [.. Enumerable.Range(1, 100).Select(block => new KeptHashBlock((ulong)block * 100, 6000, 0))]);

    [Fact]
    public void RangesOf_HashesOfOneBlock_IsThatBlock()
    {
        Assert.Equal([(1, 1)], Hashes.RangesOf([200, 250, 299], null));
        Assert.Equal([(0, 1)], Hashes.RangesOf([199], null));
        Assert.Equal([(99, 1)], Hashes.RangesOf([ulong.MaxValue], null));
    }

    [Fact]
    public void RangesOf_HashesBeforeAllOthers_IsNothing() => Assert.Empty(Hashes.RangesOf([1, 99], null));

    [Fact]
    public void RangesOf_BlocksNearEachOther_AreReadTogether_AndFarOnesAlone() =>
        Assert.Equal([(0, 11), (49, 1), (99, 1)], Hashes.RangesOf([150, 1150, 5000, 10_001], null));

    [Fact]
    public void RangesOf_SomeOfTheHashes_LooksForTheseAlone() => Assert.Equal([(49, 1)], Hashes.RangesOf([150, 1150, 5000, 10_001], [2]));

    [Fact]
    public void RangesOf_AllBlocks_IsOneRange() => Assert.Equal([(0, 100)], Hashes.RangesOf([.. Enumerable.Range(1, 1000).Select(i => (ulong)i * 11)], null));

    [Fact]
    public void LengthOf_Blocks_IsTheSum() => Assert.Equal((0, 18_000), (Hashes.LengthOf(3, 0), Hashes.LengthOf(3, 3)));
}
