using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Tests.Output.Charts;

public sealed class IntervalChartTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Large_TwoWindows_PutsMarksAtTheirValues()
    {
        // From 0 to 10 in steps of 2 on 240 units: 10 is at 10, 0 at 250; days are 442 units wide.
        var chart = IntervalChart.Large([Column(0, Point(2, 0, 4)), Column(1, Point(8, 6, 10))], "f1", height: 278).Html;

        Assert.Contains("""<circle class="mark a" cx="283" cy="202" r="4"/>""", chart, StringComparison.Ordinal);
        Assert.Contains("""<line class="whisker a" x1="283" x2="283" y1="154" y2="250"/>""", chart, StringComparison.Ordinal);
        Assert.Contains("""<circle class="mark a" cx="725" cy="58" r="4"/>""", chart, StringComparison.Ordinal);
        Assert.Contains(">2026-03-02</text>", chart, StringComparison.Ordinal);
        Assert.Equal(6, chart.Split("class=\"grid\"").Length - 1);
    }

    [Fact]
    public void Large_TwoPoints_StandSideBySide_AsCircleAndSquare()
    {
        var chart = IntervalChart.Large([Column(0, Point(1, null, null), Point(2, 1, 3) with { Style = "b" })], "f1").Html;

        Assert.Contains("""<circle class="mark a" cx="497" """, chart, StringComparison.Ordinal);
        Assert.Contains("""<rect class="mark b" x="507" """, chart, StringComparison.Ordinal);
        Assert.DoesNotContain("whisker a", chart, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 5, 5)]
    [InlineData(-1e-12, -2e-12, 3e-12)]
    [InlineData(1e12, -1e12, 3e12)]
    public void Large_AnyScale_HasFiniteCoordinates(double value, double lower, double upper)
    {
        var chart = IntervalChart.Large([Column(0, Point(value, lower, upper), null)], "f1", withZero: true).Html;

        Assert.DoesNotContain("NaN", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", chart, StringComparison.Ordinal);
        Assert.InRange(chart.Split("class=\"grid\"").Length - 1, 2, 12);
    }

    [Fact]
    public void Mini_Difference_StandsAroundZero()
    {
        Assert.Contains("""<line class="whisker a" x1="32" x2="116" """, IntervalChart.Mini(Point(0.5, -0.5, 1)).Html, StringComparison.Ordinal);
        Assert.Empty(IntervalChart.Mini(Point(0.5, null, null)).Html);
        Assert.Contains("cx=\"60\"", IntervalChart.Mini(Point(0, 0, 0)).Html, StringComparison.Ordinal);
    }

    private static IntervalColumn Column(int day, params IntervalColumn.Point?[] points) =>
        new(new TimeWindow(Monday.AddDays(day), Monday.AddDays(day + 1)), "title", false, points);

    private static IntervalColumn.Point Point(double value, double? lower, double? upper) => new("a", value, lower, upper);
}
