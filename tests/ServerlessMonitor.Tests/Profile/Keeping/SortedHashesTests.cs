using System.Buffers;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Profile.Keeping;

public sealed class SortedHashesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(5000)]
    [InlineData(100_000)]
    public void Order_AnyHashes_AscendsAndKeepsTiesInOrder(int count)
    {
        var random = new Random(count);
        ulong[] hashes = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? (ulong)random.Next(50) : (ulong)random.NextInt64() * 2)];
        var order = new int[count];

        SortedHashes.Order(hashes, order);

        Assert.Equal(Enumerable.Range(0, count).OrderBy(i => hashes[i]), order);
    }

    [Fact]
    public void Write_AnyHashes_ReadsThemBack()
    {
        foreach (ulong[] hashes in (ulong[][])[[0], [ulong.MaxValue], [0, 0, 0], [5, 5, ulong.MaxValue, ulong.MaxValue], [.. Enumerable.Range(0, 1000).Select(i => (ulong)i)], Uniform(10_000)])
        {
            Assert.Equal(hashes, Read(Written(hashes), hashes.Length));
        }
    }

    [Fact]
    public void Write_ARunOfUniformHashes_TakesSixBytesEach()
    {
        ulong[] hashes = Uniform(KeptFormat.RunRows);
        Assert.InRange(Written(hashes).Length / (double)hashes.Length, 5.8, 6.0);
    }

    [Fact]
    public void Read_CutBytes_Throws()
    {
        byte[] bytes = Written(Uniform(100));
        Assert.Throws<SketchFormatException>(() => Read(bytes[..^10], 100));
        Assert.Throws<SketchFormatException>(() => Read([200, 1, 2], 1));
        Assert.Throws<SketchFormatException>(() => Read([], 1));
        Assert.Throws<SketchFormatException>(() => Read([62, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1));
    }

    [Fact]
    public void TryHash_SpacesAround_DoNotCount()
    {
        Assert.True(SortedHashes.TryHash("42"u8, out ulong plain));
        Assert.True(SortedHashes.TryHash(" 42\t"u8, out ulong spaced));
        Assert.Equal(plain, spaced);
        Assert.False(SortedHashes.TryHash("  "u8, out _));
        Assert.False(SortedHashes.TryHash([], out _));
    }

    private static ulong[] Uniform(int count)
    {
        ulong[] hashes = [.. Enumerable.Range(0, count).Select(i => StableHash64.OfInt64(i))];
        Array.Sort(hashes);
        return hashes;
    }

    private static byte[] Written(ulong[] hashes)
    {
        var output = new ArrayBufferWriter<byte>();
        SortedHashes.Write(output, hashes);
        return output.WrittenSpan.ToArray();
    }

    private static ulong[] Read(byte[] bytes, int count)
    {
        var hashes = new ulong[count];
        Assert.Equal(bytes.Length, SortedHashes.Read(bytes, hashes));
        return hashes;
    }
}
