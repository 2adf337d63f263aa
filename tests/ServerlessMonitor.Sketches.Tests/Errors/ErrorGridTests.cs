namespace ServerlessMonitor.Sketches.Tests;

public sealed class ErrorGridTests
{
    [Fact]
    public void Bins_FewValues_AreOfOneValueEach()
    {
        var grid = new ErrorGrid();
        grid.Add(-16, 2);
        grid.Add(0, 1);
        grid.Add(0, -3);
        grid.Add(81);

        ErrorBin[] bins = grid.Bins();
        Assert.Equal([(1L, 1L, 2.0, 4.0, 16.0), (2, 2, 4, 10, 82), (1, 0, 0, 0, 0)], bins.Select(bin => (bin.Rows, bin.Known, bin.Absolute, bin.Squared, bin.Fourth)));
        Assert.All(bins.Zip([-16.0, 0, 81]), pair => Assert.True(pair.First.Lower <= pair.Second && pair.Second < pair.First.Upper && pair.First.Upper - pair.First.Lower < 1e-6));
        Assert.Equal((4, 3), ((int)grid.Rows, (int)grid.Known));
    }

    /// <summary>A heavy tail leaves most rows in bins that are narrow for them; so does an offset.</summary>
    [Theory]
    [InlineData(0, 1.5)]
    [InlineData(1e6, 0.5)]
    public void Bins_ManyValues_AreNarrowWhereTheRowsAre(double offset, double width)
    {
        double[] values = Array.ConvertAll(TestStreams.Normal(50_000, 3), value => offset + Math.Exp(1.5 * value));
        var grid = new ErrorGrid();
        foreach (double value in values)
        {
            grid.Add(value);
        }

        ErrorBin[] bins = grid.Bins();
        Assert.InRange(bins.Length, ErrorGrid.MostBins / 4, ErrorGrid.MostBins);
        Assert.Equal(50_000, bins.Sum(bin => bin.Rows));
        Assert.All(bins.Zip(bins.Skip(1)), pair => Assert.True(pair.First.Upper <= pair.Second.Lower));
        Assert.InRange(bins.Where(bin => bin.Upper - bin.Lower < width * Math.Exp(1.5)).Sum(bin => bin.Rows) / 50_000.0, 0.75, 1);
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(-double.MaxValue)]
    [InlineData(double.Epsilon)]
    public void Add_AnyFiniteNumber_FindsItsBin(double extreme)
    {
        var grid = new ErrorGrid();
        grid.Add(extreme);
        for (int i = 0; i < 2_000; i++)
        {
            grid.Add(i, 1);
        }

        Assert.InRange(grid.Bins().Length, 1, ErrorGrid.MostBins);
        Assert.Equal(SketchCodec.ToBytes(grid), SketchCodec.ToBytes(SketchCodec.Copy(grid)));
    }
}
