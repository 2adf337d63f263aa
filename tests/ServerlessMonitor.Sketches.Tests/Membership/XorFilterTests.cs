using System.Buffers;

namespace ServerlessMonitor.Sketches.Tests.Membership;

public sealed class XorFilterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(65_536)]
    [InlineData(500_000)]
    public void Of_AnySet_FindsEveryHashAndFewOthers(int count)
    {
        ulong[] hashes = Hashes(count, seed: 1);
        var filter = XorFilter.Of(hashes);
        Assert.Equal(count, filter.Count);
        Assert.All(hashes, hash => Assert.True(filter.MayContain(hash)));
        int wrong = Hashes(100_000, seed: 2).Count(filter.MayContain);
        Assert.InRange(wrong, 0, count == 0 ? 0 : 500);

        byte[] bytes = Bytes(filter);
        Assert.InRange(bytes.Length, 0, (1.2301 * count) + 48);
        var reader = new SketchReader(bytes);
        var read = XorFilter.Read(ref reader);
        Assert.Equal(0, reader.Remaining);
        Assert.All(hashes, hash => Assert.True(read.MayContain(hash)));
        Assert.Equal(bytes, Bytes(read));
    }

    [Fact]
    public void Of_AnotherOrder_GivesTheSameAnswers()
    {
        ulong[] hashes = Hashes(5000, seed: 3);
        var filter = XorFilter.Of(hashes);
        Array.Sort(hashes);
        var sorted = XorFilter.Of(hashes);
        Assert.All(hashes, hash => Assert.True(sorted.MayContain(hash)));
        Assert.Equal(Bytes(filter).Length, Bytes(sorted).Length);
    }

    [Fact]
    public void Of_SuccessiveNumbers_FindsFewOthers()
    {
        ulong[] numbers = [.. Enumerable.Range(0, 10_000).Select(i => (ulong)i)];
        var filter = XorFilter.Of(numbers);
        Assert.InRange(Enumerable.Range(10_000, 100_000).Count(i => filter.MayContain((ulong)i)), 200, 600);
    }

    [Fact]
    public void Of_AHashTwice_IsRefused() => Assert.Throws<ArgumentException>(() => XorFilter.Of([1, 2, 1]));

    [Fact]
    public void Read_DamagedOrCutBytes_IsAFormatError()
    {
        byte[] bytes = Bytes(XorFilter.Of(Hashes(1000, seed: 4)));
        Assert.Throws<SketchFormatException>(() => Read(bytes[..^1]));
        bytes[0] = 9;
        Assert.Throws<SketchFormatException>(() => Read(bytes));

        static XorFilter Read(byte[] bytes)
        {
            var reader = new SketchReader(bytes);
            return XorFilter.Read(ref reader);
        }
    }

    private static byte[] Bytes(XorFilter filter)
    {
        var output = new ArrayBufferWriter<byte>();
        filter.Write(output);
        return output.WrittenSpan.ToArray();
    }

    private static ulong[] Hashes(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue)).Distinct()];
    }
}
