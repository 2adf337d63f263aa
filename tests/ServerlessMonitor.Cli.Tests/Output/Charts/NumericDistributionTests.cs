using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Tests.Output.Charts;

public sealed class NumericDistributionTests
{
    [Fact]
    public async Task Of_UniformNumbers_HasEqualBinsOnRoundEdges()
    {
        var column = await ColumnAsync(Enumerable.Range(0, 1000).Select(i => i / 10.0));

        var distribution = NumericDistribution.Of(column, null, hasCurrent: false)!;

        Assert.True(distribution.IsHistogram);
        Assert.Equal(("0", "2.5", "100"), (distribution.Edges[0], distribution.Edges[1], distribution.Edges[^1]));
        Assert.Equal(40, distribution.Bins.Count);
        Assert.All(distribution.Bins, bin => Assert.Equal(0.025, bin.Baseline, 12));
    }

    [Fact]
    public async Task Of_FewValues_HasABinForEach()
    {
        var distribution = NumericDistribution.Of(await ColumnAsync([1, 1, 3]), await ColumnAsync([3, 7]), hasCurrent: true)!;

        Assert.Equal(["1", "3", "7"], distribution.Bins.Select(bin => bin.Label));
        Assert.Equal([0, 0.5, 0.5], distribution.Bins.Select(bin => bin.Current));
    }

    [Fact]
    public async Task Of_OneFarValue_DrawsTheMiddleAndSaysWhatLiesOutside()
    {
        var distribution = NumericDistribution.Of(await ColumnAsync([.. Enumerable.Range(0, 999).Select(i => (double)i), 1e9]), null, hasCurrent: false)!;

        Assert.Equal("0.9 % of the values lie outside the range shown.", distribution.Note);
        Assert.True(distribution.Bins.Count > 20);
        Assert.Equal(0.991, distribution.Bins.Sum(bin => bin.Baseline), 9);
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(1e308)]
    [InlineData(5e-324)]
    [InlineData(1e-310)]
    [InlineData(1e-12)]
    [InlineData(9007199254740993)]
    public async Task Of_NumbersAtTheEndsOfADouble_AccountsForEveryValue(double scale)
    {
        var column = await ColumnAsync(Enumerable.Range(-50, 101).Select(i => i / 50.0 * scale));

        var distribution = NumericDistribution.Of(column, null, hasCurrent: false)!;

        Assert.InRange(distribution.Bins.Count, 1, 101);
        Assert.Equal(1, distribution.Bins.Sum(bin => bin.Baseline), 9);
    }

    [Fact]
    public async Task Of_LargeNumbersThatDifferByOne_AccountsForEveryValue()
    {
        var distribution = NumericDistribution.Of(await ColumnAsync(Enumerable.Range(0, 500).Select(i => 1e15 + i)), null, hasCurrent: false)!;

        Assert.Equal(1, distribution.Bins.Sum(bin => bin.Baseline), 9);
        Assert.InRange(distribution.Bins.Count, 20, 60);
    }

    private static async Task<ColumnProfile> ColumnAsync(IEnumerable<double> values)
    {
        var csv = "x\n" + string.Concat(values.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) + "\n"));
        var context = new BatchContext(new MonitorDefinition("model") { Features = new Dictionary<string, FeatureDefinition>(StringComparer.Ordinal) { ["x"] = new() { Kind = ColumnKind.Numeric } } }, ServerlessMonitor.Ingest.EventTimeFallback.LastModified(DateTimeOffset.UnixEpoch));
        var batch = await new BatchProfiler(1).ProfileWholeAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), "x.csv", context, CancellationToken.None);
        return batch.Hours[0].Profile.Columns["x"];
    }
}
