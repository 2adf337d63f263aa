namespace ServerlessMonitor.Sketches.Tests;

public sealed class ValueCountsTests
{
    [Fact]
    public void Counts_FewDistinctValues_AreExact()
    {
        double[] values = TestStreams.Named("fewValues", 50_000);
        var sketch = new ValueCounts();
        sketch.AddRange(values);
        var expected = values.GroupBy(static v => v).OrderBy(static g => g.Key).Select(static g => new WeightedValue(g.Key, g.Count()));

        Assert.Equal(expected, sketch.Values());
        Assert.Equal(24, sketch.DistinctCount);
        Assert.Equal(0, sketch.CountOf(24));
        Assert.Equal(50_000, sketch.Count);
    }

    [Fact]
    public void Add_SeveralTimes_IsAddingEach()
    {
        var once = new ValueCounts();
        once.AddRange([3, 3, 3, -0.0]);
        var many = new ValueCounts();
        many.Add(0.0, 1);
        many.Add(3, 3);
        Assert.Equal(SketchCodec.ToBytes(once), SketchCodec.ToBytes(many));
        Assert.Throws<ArgumentOutOfRangeException>(() => many.Add(1, 0));
    }

    [Fact]
    public void Add_257thDistinctValue_Overflows()
    {
        var sketch = new ValueCounts();
        sketch.AddRange([.. Enumerable.Range(0, 256).Select(static i => (double)i)]);
        Assert.False(sketch.Overflowed);

        sketch.Add(-1);

        Assert.True(sketch.Overflowed);
        Assert.Null(sketch.CountOf(1));
        Assert.Null(sketch.DistinctCount);
        Assert.Empty(sketch.Values());
        Assert.Equal(257, sketch.Count);
        sketch.AddRange([1, 2, 3]);
        Assert.Equal(260, sketch.Count);
    }

    [Fact]
    public void Merge_AnyOrder_IsTheUnionAndOverflowIsSticky()
    {
        ValueCounts a = Of(0, 200);
        ValueCounts b = Of(100, 150);
        ValueCounts c = Of(240, 30);
        ValueCounts ab = SketchCodec.Copy(a);
        ab.Merge(b);
        ValueCounts ba = SketchCodec.Copy(b);
        ba.Merge(a);
        ValueCounts abc = SketchCodec.Copy(ab);
        abc.Merge(c);
        ValueCounts bca = SketchCodec.Copy(b);
        bca.Merge(c);
        bca.Merge(a);
        ValueCounts again = Of(0, 1);
        again.Merge(abc);

        Assert.Equal(2, ab.CountOf(120));
        Assert.Equal(SketchCodec.ToBytes(ab), SketchCodec.ToBytes(ba));
        Assert.True(abc.Overflowed && again.Overflowed);
        Assert.Equal(SketchCodec.ToBytes(abc), SketchCodec.ToBytes(bca));
        ab.Merge(ab);
        Assert.Equal(4, ab.CountOf(120));
        Assert.Equal(700, ab.Count);
    }

    [Fact]
    public void NegativeZero_IsZero()
    {
        var sketch = new ValueCounts();
        sketch.AddRange([-0.0, 0.0]);
        sketch.Add(-0.0);

        Assert.Equal(3, sketch.CountOf(0));
        Assert.Equal(3, sketch.CountOf(-0.0));
    }

    [Fact]
    public void Add_NotFinite_IsRefused()
    {
        var sketch = new ValueCounts();

        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Add(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.AddRange([1, double.NegativeInfinity]));
        Assert.Equal(0, sketch.Count);
    }

    private static ValueCounts Of(int start, int count)
    {
        var sketch = new ValueCounts();
        for (int i = 0; i < count; i++)
        {
            sketch.Add(start + i);
        }

        return sketch;
    }
}
