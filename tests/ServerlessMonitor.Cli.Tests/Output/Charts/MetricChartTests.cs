using System.Globalization;
using System.Text.RegularExpressions;
using ServerlessMonitor.Cli.Output.Charts;

namespace ServerlessMonitor.Cli.Tests.Output.Charts;

public sealed class MetricChartTests
{
    [Fact]
    public void Of_RealisedAndEstimated_StandOnOneAxis()
    {
        // From 0 to 10 in steps of 2 on 242 units from 10: 10 is at 10, 0 at 252; windows are 442 units wide.
        var chart = Of(
            Column(0) with { Realised = Point(5, 0, 10), Estimated = Point(5, 2, 8) },
            Column(1) with { Estimated = Point(10, 10, 10) });

        Assert.Contains("""<rect class="mark current" x="278.5" y="126.5" width="9" height="9"/>""", chart, StringComparison.Ordinal);
        Assert.Contains("""<line class="whisker current" x1="283" x2="283" y1="10" y2="252"/>""", chart, StringComparison.Ordinal);
        Assert.Contains("""<circle class="mark baseline" cx="725" cy="10" r="4.5"/>""", chart, StringComparison.Ordinal);
        Assert.Contains("""<polygon class="band" points="283,58.4 725,10 725,10 283,203.6"/>""", chart, StringComparison.Ordinal);
        Assert.Contains("""<polyline class="trend baseline" points="283,131 725,10"/>""", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("trend current", chart, StringComparison.Ordinal);
        Assert.Equal(6, chart.Split("class=\"grid\"").Length - 1);
    }

    [Fact]
    public void Of_WindowWithoutAValueBetween_BreaksLineAndBand()
    {
        var chart = Of([.. new[] { 0, 1, 3, 4 }.Select(at => Column(at) with { Realised = Point(at, null, null), Estimated = Point(at, 0, 5) })]);

        Assert.Equal(2, chart.Split("trend current").Length - 1);
        Assert.Equal(2, chart.Split("class=\"band\"").Length - 1);
        Assert.DoesNotContain("whisker", chart, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Limit_IsOneLineWhereItIsTheSame_ElseOneByWindow()
    {
        MetricColumn With(int at, double varying) => Column(at) with { Realised = Point(5, 4, 6), Levels = [new("same", "current", 0), new("varies", "baseline", varying)] };

        var chart = Of(With(0, 9), With(1, 10), With(2, 10));

        Assert.Contains("""<line class="level current" x1="62" x2="946" y1="252" y2="252"/>""", chart, StringComparison.Ordinal);
        Assert.Equal(3, chart.Split("level baseline").Length - 1);
    }

    [Fact]
    public void Of_BrokenAndPartingPoints_HaveRings()
    {
        var chart = Of(Column(0) with { Realised = new(1, null, null, IsBroken: true), Estimated = new(2, null, null, IsBroken: true), Parts = true }, Column(1) with { Realised = Point(1, null, null), Faint = true });

        Assert.Equal(2, chart.Split("class=\"ring\"").Length - 1);
        Assert.Equal(1, chart.Split("class=\"ring parts\"").Length - 1);
        Assert.Contains("mark current faint", chart, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.001, "&lt; 1 %")]
    [InlineData(0.999, "&gt; 99 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0, "0 %")]
    public void Of_Coverage_IsNeverRoundedToAllOrNothing(double share, string text) =>
        Assert.Contains($">{text}</text>", Of(Column(0) with { Realised = Point(1, null, null), Covered = share }), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, "2026-01-05")]
    [InlineData(9, "2026-01-05T03:00Z")]
    [InlineData(50, "2026-01-05T03:00Z")]
    [InlineData(399, "2026-01-05")]
    public void Of_AnyNumberOfWindows_LabelsStandApartAndInside(int count, string tick)
    {
        // Unevenly spread, as windows without rows are left out.
        var chart = Of([.. Enumerable.Range(0, count).Select(i => Column(i + (i > count / 2 ? count : 0)) with { Tick = tick, Realised = Point(i, i - 1, i + 1) })]);

        var places = Regex.Matches(chart, $"x=\"([0-9.]+)\" y=\"[0-9.]+\" text-anchor=\"middle\">{tick}<", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        var half = tick.Length * 3.5;
        Assert.InRange(places.Count, 1, 7);
        Assert.InRange(places[0], half, 960 - half);
        Assert.InRange(places[^1], half, 960 - half);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First > 2 * half, $"{pair.First} {pair.Second}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-12)]
    [InlineData(1e12)]
    public void Of_AnyScale_HasFiniteCoordinates(double value)
    {
        var chart = Of(Column(0) with { Realised = Point(value, value, value), Estimated = Point(value, null, null) });

        Assert.DoesNotContain("NaN", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", chart, StringComparison.Ordinal);
        Assert.InRange(chart.Split("class=\"grid\"").Length - 1, 2, 12);
    }

    private static string Of(params MetricColumn[] columns) => MetricChart.Of(columns, "f1").Html;

    private static MetricColumn Column(int at) => new(at, at + 1, "tick", "title");

    private static MetricColumn.Point Point(double value, double? lower, double? upper) => new(value, lower, upper, IsBroken: false);
}
