namespace ServerlessMonitor.Sketches.Tests;

public sealed class PairMomentsTests
{
    private const int Columns = 3;

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Merge_BlocksInAnyGrouping_IsTheTwoPassSumOverTheRowsOfBoth(double missing)
    {
        double[][] rows = Rows(501, missing);
        var whole = new PairMoments(Columns);
        whole.AddColumns(ByColumn(rows), rows.Length);
        var merged = new PairMoments(Columns);
        foreach (double[][] part in rows.Chunk(37))
        {
            var block = new PairMoments(Columns);
            block.AddColumns(ByColumn(part), part.Length);
            merged.Merge(block);
        }

        Assert.Equal(rows.Length, merged.Rows);
        for (int i = 0; i < Columns; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                double[][] both = [.. rows.Where(row => double.IsFinite(row[i]) && double.IsFinite(row[j]))];
                Assert.Equal(both.Length, merged.Count(i, j));
                double expected = both.Sum(row => (row[i] - 1e6) * (row[j] - 2));
                foreach (PairMoments sums in new[] { whole, merged, SketchCodec.FromBytes<PairMoments>(SketchCodec.ToBytes(merged)) })
                {
                    Assert.Equal(both.Average(row => row[i]), sums.Mean(i, j), 1e-9);
                    Assert.Equal(expected, sums.ProductsAround(i, j, 1e6, 2), Math.Abs(expected) * 1e-9);
                }
            }
        }
    }

    [Fact]
    public void Merge_EitherOrder_TheSameBytes()
    {
        var left = new PairMoments(Columns);
        left.AddColumns(ByColumn(Rows(40, 0)), 40);
        var right = new PairMoments(Columns);
        right.AddColumns(ByColumn(Rows(60, 0.5)), 60);
        byte[] before = SketchCodec.ToBytes(left);
        PairMoments other = SketchCodec.FromBytes<PairMoments>(SketchCodec.ToBytes(right));
        other.Merge(left);
        Assert.Equal(before, SketchCodec.ToBytes(left));
        left.Merge(right);
        Assert.Equal(SketchCodec.ToBytes(left), SketchCodec.ToBytes(other));
    }

    [Fact]
    public void Write_NothingMissing_IsHalfOfAMatrix()
    {
        var sums = new PairMoments(200);
        sums.AddColumns(new double[200 * 3], 3);
        Assert.InRange(SketchCodec.ToBytes(sums).Length, 1, (4 * 200 * 203) + 20);
    }

    [Fact]
    public void Spread_MoreColumns_AreMissingInEveryRow()
    {
        var sums = new PairMoments(Columns);
        sums.AddColumns(ByColumn(Rows(20, 0)), 20);
        PairMoments wide = sums.Spread([3, 0, 2], 4);
        Assert.Equal(20, wide.Rows);
        Assert.Equal(0, wide.Count(1, 3));
        Assert.Equal(20, wide.Count(0, 3));
        Assert.Equal(sums.ProductsAround(0, 1, 5, 6), wide.ProductsAround(3, 0, 5, 6), 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Filled_MissingCells_AreThoseOfTheRowsWithTheValues(double missing)
    {
        double[] values = [1e6 + 0.3, 0.7, -1];
        double[][] rows = Rows(80, missing);
        var sums = new PairMoments(Columns);
        sums.AddColumns(ByColumn(rows), rows.Length);
        var expected = new PairMoments(Columns);
        expected.AddColumns(ByColumn([.. rows.Select(row => row.Select((x, i) => double.IsNaN(x) ? values[i] : x).ToArray())]), rows.Length);

        PairMoments filled = SketchCodec.FromBytes<PairMoments>(SketchCodec.ToBytes(sums.Filled(values)));

        Assert.Equal(rows.Length, filled.Count(0, 1));
        for (int i = 0; i < Columns; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                Assert.Equal(expected.Mean(i, j), filled.Mean(i, j), 1e-9);

                // The sums of squares that it is taken from are two million times as large, and exact to 16 digits.
                Assert.Equal(expected.ProductsAround(i, j, 1e6, 2), filled.ProductsAround(i, j, 1e6, 2), Math.Abs(expected.ProductsAround(i, j, 1e6, 2)) * 1e-8);
            }
        }
    }

    private static double[] ByColumn(double[][] rows) => [.. Enumerable.Range(0, Columns).SelectMany(i => rows.Select(row => row[i]))];

    private static double[][] Rows(int count, double missing)
    {
        var random = new Random(count);
        double Cell(double value) => random.NextDouble() < missing ? double.NaN : value;
        return [.. Enumerable.Range(0, count).Select(_ => new[] { Cell(1e6 + random.NextDouble()), Cell(random.NextDouble()), Cell(-3 * random.NextDouble()) })];
    }
}
