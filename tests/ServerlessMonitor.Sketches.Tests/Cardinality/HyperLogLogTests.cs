namespace ServerlessMonitor.Sketches.Tests;

public sealed class HyperLogLogTests
{
    [Fact]
    public void Estimate_UpTo1024Distinct_IsExact()
    {
        HyperLogLog sketch = Of(0, HyperLogLog.ExactLimit);
        sketch.AddHash(StableHash64.OfInt64(3));

        Assert.True(sketch.IsExact);
        Assert.Equal(HyperLogLog.ExactLimit, sketch.Estimate());
        sketch.AddHash(StableHash64.OfInt64(-1));
        Assert.False(sketch.IsExact);
    }

    [Theory]
    [InlineData(1_500)]
    [InlineData(5_000)]
    [InlineData(20_000)]
    [InlineData(50_000)]
    [InlineData(200_000)]
    [InlineData(1_000_000)]
    public void Estimate_ManyDistinct_IsWithinTwoPercentAndUnbiased(int distinct)
    {
        int streams = distinct > 100_000 ? 4 : 20;
        double sum = 0;
        int beyond = 0;
        for (int stream = 0; stream < streams; stream++)
        {
            double error = ((double)Of((long)stream << 40, distinct).Estimate() / distinct) - 1;
            sum += error;
            beyond += Math.Abs(error) > 0.02 ? 1 : 0;
        }

        Assert.InRange(beyond, 0, streams / 10);
        Assert.InRange(sum / streams, -3 * HyperLogLog.StandardError / Math.Sqrt(streams), 3 * HyperLogLog.StandardError / Math.Sqrt(streams));
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(900, 900)]
    [InlineData(500, 30_000)]
    [InlineData(40_000, 60_000)]
    public void Merge_AnyOrder_EqualsTheUnion(int first, int second)
    {
        HyperLogLog union = Of(0, first);
        for (long i = 0; i < second; i++)
        {
            union.AddHash(StableHash64.OfInt64((first / 2) + i));
        }

        HyperLogLog ab = Of(0, first);
        ab.Merge(Of(first / 2, second));
        HyperLogLog ba = Of(first / 2, second);
        ba.Merge(Of(0, first));
        ba.Merge(ba);

        Assert.Equal(SketchCodec.ToBytes(union), SketchCodec.ToBytes(ab));
        Assert.Equal(SketchCodec.ToBytes(union), SketchCodec.ToBytes(ba));
    }

    [Fact]
    public void AddRange_Doubles_EqualsAddingTheirHashes()
    {
        double[] values = [.. TestStreams.Normal(5000, 2), 0.0, -0.0, double.NaN, double.NaN, 1, 1];
        var ranged = new HyperLogLog();
        ranged.AddRange(values);
        var single = new HyperLogLog();
        single.AddHashes(Array.ConvertAll(values, StableHash64.OfDouble));

        Assert.Equal(SketchCodec.ToBytes(single), SketchCodec.ToBytes(ranged));
    }

    [Fact]
    public void Bytes_FewValues_AreFew()
    {
        Assert.InRange(SketchCodec.ToBytes(Of(0, 50)).Length, 1, 410);
        Assert.InRange(SketchCodec.ToBytes(Of(0, 3000)).Length, 1, 6_000);
        Assert.InRange(SketchCodec.ToBytes(Of(0, 300_000)).Length, 1, 12_300);
    }

    [Fact]
    public void AddHash_Zero_IsCounted()
    {
        var sketch = new HyperLogLog();
        sketch.AddHash(0);
        sketch.AddHash(0);

        Assert.Equal(1, sketch.Estimate());
        Assert.Equal(1, SketchCodec.Copy(sketch).Estimate());
    }

    private static HyperLogLog Of(long start, int count)
    {
        var sketch = new HyperLogLog();
        for (long i = 0; i < count; i++)
        {
            sketch.AddHash(StableHash64.OfInt64(start + i));
        }

        return sketch;
    }
}
