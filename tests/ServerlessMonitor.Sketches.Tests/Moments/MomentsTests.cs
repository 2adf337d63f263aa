namespace ServerlessMonitor.Sketches.Tests;

public sealed class MomentsTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(1e308)]
    [InlineData(-1e308)]
    [InlineData(1e200)]
    [InlineData(1e-150)]
    [InlineData(1e-300)]
    public void Shape_AnyMagnitude_IsThatOfTheUnscaledSample(double unit)
    {
        double[] sample = [0.1, 0.4, -1.3, 0.75, 1.7, -0.2, 0.33, 1.1, -0.9, 0.5];
        Moments plain = Of(sample);
        Moments scaled = Of(Array.ConvertAll(sample, x => x * unit));
        Moments reversed = new();
        foreach (double x in sample.Reverse())
        {
            reversed.Add(x * unit);
        }

        foreach (Moments moments in new[] { scaled, reversed })
        {
            Assert.Equal(plain.Mean, moments.Mean / unit, 1e-14);
            Assert.Equal(plain.Skewness * Math.Sign(unit), moments.Skewness, 1e-12);
            Assert.Equal(plain.ExcessKurtosis, moments.ExcessKurtosis, 1e-12);
            Assert.Equal(plain.StandardDeviation, moments.StandardDeviation / Math.Abs(unit), 1e-13);
        }
    }

    [Fact]
    public void Mean_LargestDoubles_DoesNotOverflow()
    {
        Moments moments = Of([double.MaxValue, double.MaxValue, double.MaxValue, -double.MaxValue]);

        Assert.Equal(double.MaxValue / 2, moments.Mean, double.MaxValue * 1e-15);
        Assert.Equal(double.PositiveInfinity, moments.Variance);
        Assert.Equal(-2 / Math.Sqrt(3), moments.Skewness, 1e-12);
    }

    [Fact]
    public void Moments_Denormals_KeepTheirShape()
    {
        double[] sample = [1, 2, 3, 4, 10];
        Moments moments = Of(Array.ConvertAll(sample, x => x * double.Epsilon));

        Assert.Equal(4 * double.Epsilon, moments.Mean);
        Assert.Equal(Of(sample).Skewness, moments.Skewness, 1e-12);
        Assert.Equal(Of(sample).ExcessKurtosis, moments.ExcessKurtosis, 1e-12);
    }

    [Fact]
    public void Merge_TinyThenOrdinaryThenHuge_EqualsOnePass()
    {
        Moments merged = Of([1e-310, 2e-310]);
        merged.Merge(Of([1.0, 5.0]));
        merged.Merge(Of([1e250, -3e250]));
        Moments whole = Of([1e-310, 2e-310, 1.0, 5.0, 1e250, -3e250]);

        Assert.Equal(whole.Mean / 1e250, merged.Mean / 1e250, 1e-14);
        Assert.Equal(whole.StandardDeviation / 1e250, merged.StandardDeviation / 1e250, 1e-12);
        Assert.Equal(whole.ExcessKurtosis, merged.ExcessKurtosis, 1e-12);
        Assert.Equal(-3e250, merged.Min);
    }

    [Fact]
    public void Variance_LargeOffset_IsThatOfTheNoise()
    {
        double[] noise = Array.ConvertAll(TestStreams.Uniform(100_000, 3), u => Math.Floor(u * 1024) / 1024);
        Moments expected = Of(noise);
        Moments moments = Of(Array.ConvertAll(noise, x => x + 1e9));
        var merged = new Moments();
        foreach (double[] part in noise.Select(x => x + 1e9).Chunk(777))
        {
            merged.Merge(Of(part));
        }

        foreach (Moments m in new[] { moments, merged })
        {
            Assert.Equal(1, m.Variance / expected.Variance, 1e-9);
            Assert.Equal(expected.Skewness, m.Skewness, 1e-9);
            Assert.Equal(expected.ExcessKurtosis, m.ExcessKurtosis, 1e-9);
        }
    }

    [Fact]
    public void Variance_ConstantSample_IsExactlyZero()
    {
        var moments = new Moments();
        for (int i = 0; i < 1000; i++)
        {
            moments.Add(0.1);
        }

        moments.Merge(Of([0.1, 0.1, 0.1]));

        Assert.Equal(0, moments.Variance);
        Assert.Equal(0.1, moments.Mean);
        Assert.True(double.IsNaN(moments.Skewness) && double.IsNaN(moments.ExcessKurtosis));
    }

    [Fact]
    public void Merge_BothOrders_GivesTheSameBytes()
    {
        double[] a = TestStreams.Normal(3333, 1);
        double[] b = Array.ConvertAll(TestStreams.Normal(70, 2), x => x * 1e3);
        Moments ab = Of(a);
        ab.Merge(Of(b));
        Moments ba = Of(b);
        ba.Merge(Of(a));

        Assert.Equal(SketchCodec.ToBytes(ab), SketchCodec.ToBytes(ba));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Add_NotFinite_IsRefusedAndNothingChanges(double value)
    {
        Moments moments = Of([1, 2]);

        Assert.Throws<ArgumentOutOfRangeException>(() => moments.Add(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => moments.AddRange([3, 4, 5, 6, 7, 8, 9, value]));
        Assert.Throws<ArgumentOutOfRangeException>(() => moments.AddRange([value, 4, 5, 6, 7, 8, 9, 10]));
        Assert.Equal(2, moments.Count);
    }

    private static Moments Of(double[] values)
    {
        var moments = new Moments();
        moments.AddRange(values);
        return moments;
    }
}
