namespace ServerlessMonitor.Sketches.Tests;

public sealed class KllSketchTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(800)]
    [InlineData(2048)]
    [InlineData(5000)]
    [InlineData(100_000)]
    public void Thin_KeepsFewValuesWithinItsErrorAndTheExtremes(int count)
    {
        const int Kept = 256;
        double worst = 0;
        double squares = 0;
        const int Draws = 40;
        for (int draw = 0; draw < Draws; draw++)
        {
            var random = new Random(draw);
            double[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
            var sketch = new KllSketch();
            sketch.AddRange(values);
            sketch.Thin(Kept);
            Array.Sort(values);
            Assert.InRange(sketch.KeptCount, Kept / 4, Kept);
            Assert.Equal((count, values[0], values[^1]), (sketch.Count, sketch.Min, sketch.Max));
            double error = RankErrors.Largest(values, SketchCodec.FromBytes<KllSketch>(SketchCodec.ToBytes(sketch)));
            worst = Math.Max(worst, error);
            double median = sketch.Cdf(0.5) - (values.Count(value => value <= 0.5) / (double)count);
            squares += median * median;
        }

        Assert.InRange(worst, 0, (2.0 / Kept) + (count > 2048 ? KllSketch.ApproximateRankError : 0));
        Assert.InRange(Math.Sqrt(squares / Draws), 0, 0.8 / Kept);
    }

    [Fact]
    public void Thin_ManySketchesMerged_ErrInBothDirections()
    {
        var random = new Random(3);
        var merged = new KllSketch();
        var all = new List<double>();
        for (int part = 0; part < 100; part++)
        {
            double[] values = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble())];
            all.AddRange(values);
            var sketch = new KllSketch();
            sketch.AddRange(values);
            sketch.Thin(256);
            merged.Merge(sketch);
        }

        double[] sorted = [.. all.Order()];
        Assert.Equal(100_000, merged.Count);
        Assert.InRange(RankErrors.Largest(sorted, merged), 0, KllSketch.ApproximateRankError);
    }

    [Fact]
    public void Thin_FewValues_ChangesNothing()
    {
        var sketch = new KllSketch();
        sketch.AddRange([3, 1, 2]);
        sketch.Thin(16);
        Assert.True(sketch.IsExact);
        Assert.Equal([1.0, 2, 3], sketch.WeightedValues().Select(item => item.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Thin(15));
    }

    [Fact]
    public void Answers_UpTo2048Values_AreExact()
    {
        double[] values = TestStreams.Normal(KllSketch.ExactLimit, 5);
        KllSketch sketch = Of(values);
        double[] sorted = [.. values.Order()];

        Assert.True(sketch.IsExact);
        Assert.Equal(0, sketch.RankError);
        Assert.Equal(sorted, sketch.WeightedValues().Select(static w => w.Value));
        Assert.Equal(sorted[^1], sketch.Quantile(1));
        Assert.Equal(sorted[0], sketch.Quantile(0));
        Assert.Equal(0.5 * (sorted[1023] + sorted[1024]), sketch.Quantile(0.5), 1e-15);
        Assert.Equal(500 / 2048.0, sketch.Cdf(sorted[499]));
        sketch.Add(0);
        Assert.False(sketch.IsExact);
        Assert.Equal(KllSketch.ApproximateRankError, sketch.RankError);
    }

    [Theory]
    [InlineData("shuffled")]
    [InlineData("sorted")]
    [InlineData("reversed")]
    [InlineData("constant")]
    [InlineData("alternating")]
    [InlineData("periodic")]
    [InlineData("clusters")]
    [InlineData("denormals")]
    [InlineData("fewValues")]
    [InlineData("zigzagBlocks")]
    public void RankError_MillionValuesInAnyOrder_StaysBelowTheBound(string stream)
    {
        double[] values = TestStreams.Named(stream, 1_000_000);
        KllSketch sketch = Of(values);
        byte[] bytes = SketchCodec.ToBytes(sketch);
        Array.Sort(values);

        Assert.InRange(RankErrors.Largest(values, sketch), 0, KllSketch.ApproximateRankError);
        Assert.InRange(RankErrors.Largest(values, SketchCodec.FromBytes<KllSketch>(bytes)), 0, KllSketch.ApproximateRankError);
        Assert.Equal(values[0], sketch.Min);
        Assert.Equal(values[^1], sketch.Max);
        Assert.Equal(values.Length, sketch.WeightedValues().Sum(static w => w.Weight));
        Assert.InRange(bytes.Length, 1, 17_500);
    }

    [Fact]
    public void RankError_ManySeedsAndSizes_StaysBelowTheBoundIn99Of100()
    {
        int beyond = 0;
        int runs = 0;
        foreach (int count in new[] { 2_049, 5_000, 20_000, 70_000, 150_000 })
        {
            for (int seed = 0; seed < 20; seed++, runs++)
            {
                double[] values = TestStreams.Uniform(count, (seed * 131) + count);
                KllSketch sketch = Of(values);
                Array.Sort(values);
                beyond += RankErrors.Largest(values, sketch) > KllSketch.ApproximateRankError ? 1 : 0;
            }
        }

        Assert.InRange(beyond, 0, runs / 100);
    }

    [Theory]
    [InlineData(24, 1500)]
    [InlineData(24, 9000)]
    [InlineData(300, 2500)]
    [InlineData(720, 100)]
    [InlineData(2, 200_000)]
    public void RankError_MergedFromStoredParts_StaysBelowTheBound(int parts, int each)
    {
        double[] values = TestStreams.Normal(parts * each, parts);
        var merged = new KllSketch();
        foreach (double[] part in values.Chunk(each))
        {
            merged.Merge(SketchCodec.Copy(Of(part)));
        }

        Array.Sort(values);
        Assert.InRange(RankErrors.Largest(values, merged), 0, KllSketch.ApproximateRankError);
        Assert.Equal(values.Length, merged.WeightedValues().Sum(static w => w.Weight));
        Assert.Equal(values[0], merged.Min);
        Assert.Equal(values[^1], merged.Max);
    }

    [Fact]
    public void Merge_BalancedTree_StaysBelowTheBound()
    {
        double[] values = TestStreams.Named("sorted", 640_000);
        KllSketch[] level = [.. values.Chunk(10_000).Select(Of)];
        while (level.Length > 1)
        {
            level = [.. level.Chunk(2).Select(static pair =>
            {
                if (pair.Length == 2)
                {
                    pair[0].Merge(pair[1]);
                }

                return pair[0];
            })];
        }

        Assert.InRange(RankErrors.Largest(values, level[0]), 0, KllSketch.ApproximateRankError);
    }

    [Theory]
    [InlineData(100, 50)]
    [InlineData(2048, 2048)]
    [InlineData(2048, 1)]
    [InlineData(50_000, 1000)]
    [InlineData(50_000, 120_000)]
    public void Merge_BothOrders_GivesTheSameBytes(int first, int second)
    {
        double[] a = TestStreams.Normal(first, 1);
        double[] b = TestStreams.Uniform(second, 2);
        KllSketch ab = Of(a);
        KllSketch right = Of(b);
        byte[] before = SketchCodec.ToBytes(right);
        ab.Merge(right);
        KllSketch ba = Of(b);
        ba.Merge(Of(a));

        Assert.Equal(SketchCodec.ToBytes(ab), SketchCodec.ToBytes(ba));
        Assert.Equal(before, SketchCodec.ToBytes(right));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1500)]
    [InlineData(30_000)]
    public void Merge_WithItself_DoublesEveryWeight(int count)
    {
        double[] values = TestStreams.Uniform(count, 8);
        KllSketch sketch = Of(values);
        sketch.Merge(sketch);
        double[] twice = [.. values.Concat(values).Order()];

        Assert.Equal(2 * count, sketch.Count);
        Assert.InRange(RankErrors.Largest(twice, sketch), 0, sketch.RankError);
    }

    [Fact]
    public void AddRange_AnyCutIntoCalls_GivesTheSameBytes()
    {
        double[] values = TestStreams.Normal(300_000, 4);
        KllSketch whole = Of(values);
        var cut = new KllSketch();
        var random = new Random(9);
        for (int from = 0; from < values.Length;)
        {
            int take = Math.Min(values.Length - from, random.Next(1, 5000));
            if (take % 3 == 0)
            {
                foreach (double value in values.AsSpan(from, take))
                {
                    cut.Add(value);
                }
            }
            else
            {
                cut.AddRange(values.AsSpan(from, take));
            }

            _ = cut.Quantile(0.5);
            from += take;
        }

        Assert.Equal(SketchCodec.ToBytes(whole), SketchCodec.ToBytes(cut));
    }

    [Fact]
    public void NegativeZero_IsZero()
    {
        KllSketch sketch = Of([-0.0, 0.0, -0.0]);
        sketch.Add(-0.0);

        WeightedValue only = Assert.Single(sketch.WeightedValues());
        Assert.Equal(4, only.Weight);
        Assert.False(double.IsNegative(only.Value));
        Assert.Equal(1, sketch.Cdf(-0.0));
        Assert.False(double.IsNegative(sketch.Min));
    }

    [Fact]
    public void Queries_EmptySketch_HaveNoAnswer()
    {
        var sketch = new KllSketch();

        Assert.True(double.IsNaN(sketch.Quantile(0.5)) && double.IsNaN(sketch.Cdf(1)) && double.IsNaN(sketch.Min));
        Assert.Empty(sketch.WeightedValues());
    }

    [Fact]
    public void Arguments_OutOfRange_AreRefused()
    {
        KllSketch sketch = Of([1, 2]);

        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Quantile(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Quantile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Cdf(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Add(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.AddRange([1, double.PositiveInfinity]));
        Assert.Equal(2, sketch.Count);
    }

    [Fact]
    public void Quantile_ExtremesOfTheDoubles_InterpolatesWithoutOverflow()
    {
        KllSketch sketch = Of([-double.MaxValue, double.MaxValue]);

        Assert.Equal(0, sketch.Quantile(0.5));
    }

    [Fact]
    public void Bytes_DecimalsAndRuns_AreShort()
    {
        double[] prices = Array.ConvertAll(TestStreams.Uniform(2000, 6), static u => Math.Round(u * 10_000) / 100);
        double[] hours = TestStreams.Named("fewValues", 2000);

        Assert.InRange(SketchCodec.ToBytes(Of(prices)).Length, 1, 4_000);
        Assert.InRange(SketchCodec.ToBytes(Of(hours)).Length, 1, 120);
        Assert.Equal(prices.Order(), SketchCodec.Copy(Of(prices)).WeightedValues().SelectMany(static w => Enumerable.Repeat(w.Value, (int)w.Weight)));
    }

    private static KllSketch Of(double[] values)
    {
        var sketch = new KllSketch();
        sketch.AddRange(values);
        return sketch;
    }
}
