using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class QuantileBinsTests
{
    [Fact]
    public void IndexOf_ValuesItWasMadeFrom_FillsTheBinsEvenly()
    {
        var values = Enumerable.Range(0, 1000).Select(i => (double)i).Reverse().ToList();
        var bins = new QuantileBins(values, 10);

        Assert.Equal(10, bins.Count);
        Assert.All(values.GroupBy(bins.IndexOf), bin => Assert.Equal(100, bin.Count()));
        Assert.Equal(0, bins.IndexOf(-1));
        Assert.Equal(9, bins.IndexOf(1e9));
    }

    [Fact]
    public void Count_EqualQuantiles_FallTogether()
    {
        var bins = new QuantileBins([1, 1, 1, 1, 1, 1, 1, 1, 1, 2], 10);

        Assert.Equal(3, bins.Count);
        Assert.Equal(1, bins.IndexOf(1));
        Assert.Equal(2, bins.IndexOf(2));
        Assert.Equal(0, bins.IndexOf(0.5));
    }
}
