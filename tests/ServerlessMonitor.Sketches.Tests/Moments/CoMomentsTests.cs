namespace ServerlessMonitor.Sketches.Tests;

public sealed class CoMomentsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    public void Covariance_WholeAndMerged_IsThatOfTheTwoPassFormula(double offset)
    {
        const int Columns = 7;
        double[] rows = Rows(2000, Columns, offset);
        var whole = new CoMoments(Columns);
        whole.AddRange(rows);
        var merged = new CoMoments(Columns);
        foreach (double[] part in rows.Chunk(Columns * 91))
        {
            var sketch = new CoMoments(Columns);
            sketch.AddRange(part);
            merged.Merge(SketchCodec.Copy(sketch));
        }

        // Deviations from the offset are exact, so the reference is computed on them.
        for (int i = 0; i < Columns; i++)
        {
            double meanI = Column(rows, Columns, i, offset).Average();
            Assert.Equal(meanI, whole.Mean(i) - offset, offset == 0 ? 1e-13 : 1e-6);
            for (int j = 0; j < Columns; j++)
            {
                double meanJ = Column(rows, Columns, j, offset).Average();
                double expected = Column(rows, Columns, i, offset).Zip(Column(rows, Columns, j, offset), (x, y) => (x - meanI) * (y - meanJ)).Average();
                Assert.Equal(expected, whole.Covariance(i, j), 1e-10);
                Assert.Equal(expected, merged.Covariance(i, j), 1e-10);
                Assert.Equal(whole.Covariance(i, j), whole.Covariance(j, i));
            }
        }

        Assert.Equal(2000, merged.Count);
    }

    [Fact]
    public void Correlation_LinearAndConstantColumns_IsOneMinusOneOrUnknown()
    {
        var sketch = new CoMoments(4);
        for (int i = 0; i < 300; i++)
        {
            sketch.AddRange([i, (2 * i) + 5, -i, 0.1]);
        }

        Assert.Equal(1, sketch.Correlation(0, 1), 1e-12);
        Assert.Equal(-1, sketch.Correlation(0, 2), 1e-12);
        Assert.True(double.IsNaN(sketch.Correlation(0, 3)));
    }

    [Fact]
    public void Merge_BothOrders_GivesTheSameBytes()
    {
        CoMoments ab = Of(Rows(500, 3, 1e6));
        ab.Merge(Of(Rows(77, 3, -5)));
        CoMoments ba = Of(Rows(77, 3, -5));
        ba.Merge(Of(Rows(500, 3, 1e6)));

        Assert.Equal(SketchCodec.ToBytes(ab), SketchCodec.ToBytes(ba));
        Assert.Equal(SketchCodec.ToBytes(ab), SketchCodec.ToBytes(SketchCodec.Copy(ab)));
    }

    [Fact]
    public void Arguments_ThatDoNotFit_AreRefused()
    {
        var sketch = new CoMoments(3);

        Assert.Throws<ArgumentException>(() => sketch.AddRange([1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.AddRange([1, 2, double.NaN]));
        Assert.Throws<ArgumentException>(() => sketch.Merge(new CoMoments(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Mean(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoMoments(0));
        Assert.True(double.IsNaN(sketch.Mean(0)) && double.IsNaN(sketch.Covariance(0, 1)) && double.IsNaN(sketch.Correlation(0, 1)));
        Assert.Equal(0, sketch.Count);
    }

    private static CoMoments Of(double[] rows)
    {
        var sketch = new CoMoments(3);
        sketch.AddRange(rows);
        return sketch;
    }

    // Multiples of 1/1024, so that adding the offset is exact; neighbouring columns are correlated.
    private static double[] Rows(int count, int columns, double offset)
    {
        double[] noise = TestStreams.Uniform(count * columns, columns);
        return [.. noise.Select((u, at) => (Math.Floor((u + (at > 0 ? noise[at - 1] : 0)) * 1024) / 1024) + offset)];
    }

    private static IEnumerable<double> Column(double[] rows, int columns, int column, double offset) =>
        rows.Where((_, at) => at % columns == column).Select(x => x - offset);
}
