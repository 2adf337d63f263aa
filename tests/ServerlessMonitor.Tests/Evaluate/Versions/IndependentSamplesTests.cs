using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Tests.Evaluate.Versions;

public sealed class IndependentSamplesTests
{
    // Newcombe 1998, table II, method 10.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void Compare_Shares_HasTheIntervalOfNewcombesTable(long newCount, long newRows, long oldCount, long oldRows, double lower, double upper)
    {
        MetricDifference result = Compare(
            Estimate.Share(oldCount, oldRows, "none").ToResult("accuracy"), Estimate.Share(newCount, newRows, "none").ToResult("accuracy"), MetricDirection.HigherIsBetter);

        Assert.Equal(((double)newCount / newRows) - ((double)oldCount / oldRows), result.Difference!.Value, 12);
        Assert.Equal(lower, result.Lower!.Value, 4);
        Assert.Equal(upper, result.Upper!.Value, 4);
    }

    [Fact]
    public void Compare_Means_AddTheirVariances()
    {
        MetricDifference result = Compare(VersionReports.Mean("mae", 10, 0.3), VersionReports.Mean("mae", 9, 0.4), MetricDirection.LowerIsBetter);

        Assert.Equal(-1, result.Difference!.Value, 12);
        Assert.Equal(0.5, result.StandardError!.Value, 12);
        Assert.Equal(-1 - (1.959963984540054 * 0.5), result.Lower!.Value, 9);
        Assert.Equal(-1 + (1.959963984540054 * 0.5), result.Upper!.Value, 9);
        Assert.Equal(VersionVerdict.Better, result.Verdict);
        Assert.Equal("lower", result.Better);
    }

    [Theory]
    [InlineData("HigherIsBetter", 0.9, VersionVerdict.Better)]
    [InlineData("HigherIsBetter", 0.7, VersionVerdict.Worse)]
    [InlineData("HigherIsBetter", 0.81, VersionVerdict.NoDifferenceSeen)]
    [InlineData("LowerIsBetter", 0.9, VersionVerdict.Worse)]
    [InlineData("LowerIsBetter", 0.7, VersionVerdict.Better)]
    [InlineData("NearerZeroIsBetter", -0.9, VersionVerdict.Worse)]
    [InlineData("NearerZeroIsBetter", -0.8, VersionVerdict.NoDifferenceSeen)]
    [InlineData("NearerZeroIsBetter", -0.1, VersionVerdict.Better)]
    [InlineData("Neither", 0.9, VersionVerdict.Differs)]
    [InlineData("Neither", 0.8, VersionVerdict.NoDifferenceSeen)]
    public void Compare_Direction_DecidesWhatIsBetter(string direction, double challenger, VersionVerdict verdict) => Assert.Equal(
        verdict, Compare(VersionReports.Mean("m", 0.8, 0.02), VersionReports.Mean("m", challenger, 0.02), Enum.Parse<MetricDirection>(direction)).Verdict);

    [Fact]
    public void Compare_FewLabelledRows_IsNotEnoughData_AndShowsTheInterval()
    {
        EvaluationReport few = VersionReports.Of("7", 0, 29, []);
        MetricDifference result = IndependentSamples.Compare(
            VersionReports.Mean("mae", 10, 0.1), VersionReports.Mean("mae", 5, 0.1), MetricDirection.LowerIsBetter, new ReportPair(VersionReports.Of("6", 0, 1000, []), few));

        Assert.Equal(VersionVerdict.NotEnoughData, result.Verdict);
        Assert.Equal("version 7 has 29 labelled rows, 30 are needed", result.Reason);
        Assert.NotNull(result.Lower);
    }

    [Fact]
    public void Compare_WithoutAnInterval_HasNoVerdict_AndSaysWhy()
    {
        MetricDifference noInterval = Compare(new MetricResult("mcc", 0.4), VersionReports.Mean("mcc", 0.5, 0.1), MetricDirection.HigherIsBetter);
        Assert.Equal((null, "no interval is known for version 6"), (noInterval.Verdict, noInterval.Reason));
        Assert.Equal(0.1, noInterval.Difference!.Value, 12);

        MetricDifference undefined = Compare(VersionReports.Mean("rmsle", 1, 0.1), new MetricResult("rmsle", null) { Reason = "3 rows have a negative label" }, MetricDirection.LowerIsBetter);
        Assert.Equal((null, null, "undefined for version 7: 3 rows have a negative label"), (undefined.Verdict, undefined.Difference, undefined.Reason));
    }

    private static MetricDifference Compare(MetricResult champion, MetricResult challenger, MetricDirection direction) => IndependentSamples.Compare(
        champion, challenger, direction, new ReportPair(VersionReports.Of("6", 0, 1000, []), VersionReports.Of("7", 0, 1000, [])));
}
