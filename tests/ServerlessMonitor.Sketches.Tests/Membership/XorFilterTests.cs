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
        ulong[] others = Hashes(100_000, seed: 2);
        Assert.InRange(others.Count(filter.MayContain), 0, count == 0 ? 0 : 60);

        (byte[] coarse, byte[] fine) = Bytes(filter);
        Assert.InRange(coarse.Length, 0, (0.61505 * count) + 32);
        Assert.InRange(fine.Length, 0, (1.2301 * count) + 48);
        var reader = new SketchReader(coarse);
        var half = XorFilter.ReadCoarse(ref reader);
        Assert.Equal(0, reader.Remaining);
        Assert.Equal((count, false, fine.Length), (half.Count, half.IsWhole, half.FineLength));
        Assert.All(hashes, hash => Assert.True(half.MayContain(hash)));
        Assert.InRange(others.Count(half.MayContain), 0, count == 0 ? 0 : 6700);

        XorFilter read = half.With(fine);
        Assert.True(read.IsWhole);
        Assert.All(hashes, hash => Assert.True(read.MayContain(hash)));
        Assert.Equal(others.Select(filter.MayContain), others.Select(read.MayContain));
        Assert.Equal(coarse, Bytes(read).Coarse);
        Assert.Equal(fine, Bytes(read).Fine);
    }

    [Fact]
    public void Of_AnotherOrder_GivesTheSameAnswers()
    {
        ulong[] hashes = Hashes(5000, seed: 3);
        var filter = XorFilter.Of(hashes);
        Array.Sort(hashes);
        var sorted = XorFilter.Of(hashes);
        Assert.All(hashes, hash => Assert.True(sorted.MayContain(hash)));
        Assert.Equal(Bytes(filter).Coarse.Length, Bytes(sorted).Coarse.Length);
    }

    [Fact]
    public void Of_SuccessiveNumbers_FindsFewOthers()
    {
        ulong[] numbers = [.. Enumerable.Range(0, 10_000).Select(i => (ulong)i)];
        var filter = XorFilter.Of(numbers);
        Assert.InRange(Enumerable.Range(10_000, 100_000).Count(i => filter.MayContain((ulong)i)), 5, 60);
    }

    [Fact]
    public void Of_AHashTwice_IsRefused() => Assert.Throws<ArgumentException>(() => XorFilter.Of([1, 2, 1]));

    [Fact]
    public void Read_DamagedOrCutBytes_IsAFormatError()
    {
        (byte[] bytes, byte[] fine) = Bytes(XorFilter.Of(Hashes(1000, seed: 4)));
        Assert.Throws<SketchFormatException>(() => Read(bytes[..^1]));
        Assert.Throws<SketchFormatException>(() => Read(bytes).With(fine.AsSpan(1)));
        bytes[0] = 9;
        Assert.Throws<SketchFormatException>(() => Read(bytes));

        static XorFilter Read(byte[] bytes)
        {
            var reader = new SketchReader(bytes);
            return XorFilter.ReadCoarse(ref reader);
        }
    }

    [Fact]
    public void WriteFine_OfOneThatWasReadWithout_IsRefused()
    {
        var reader = new SketchReader(Bytes(XorFilter.Of([1, 2, 3])).Coarse);
        var half = XorFilter.ReadCoarse(ref reader);
        Assert.Throws<InvalidOperationException>(() => half.WriteFine(new ArrayBufferWriter<byte>()));
    }

    private static (byte[] Coarse, byte[] Fine) Bytes(XorFilter filter)
    {
        var coarse = new ArrayBufferWriter<byte>();
        filter.WriteCoarse(coarse);
        var fine = new ArrayBufferWriter<byte>();
        filter.WriteFine(fine);
        return (coarse.WrittenSpan.ToArray(), fine.WrittenSpan.ToArray());
    }

    private static ulong[] Hashes(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue)).Distinct()];
    }
}
