using System.Globalization;
using System.Text;
using ServerlessMonitor.Cli.Demo;
using ServerlessMonitor.Cli.Local;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors;
using Xunit.Abstractions;

namespace ServerlessMonitor.Cli.Tests.Demo;

/// <summary>The real flights, sampled as the demo samples them: pins what the demo promises to show.</summary>
[Collection(RealFlights.Collection)]
public sealed class FlightDemoTests(RealFlights flights, ITestOutputHelper output)
{
    private static readonly string[] Stable = ["hour", "weekday", "distance", "origin", "destination"];
    private static readonly string[] Recent = ["origin_recent_delay", "destination_recent_delay"];
    private static readonly DateOnly[] Calm = [new(2001, 4, 23), new(2001, 4, 30), new(2001, 5, 7)];

    [Fact]
    public void Baseline_RealFlights_HasItsFigures()
    {
        var baseline = flights.Baseline;

        Assert.Equal(171_689, baseline.Rows);
        Assert.Equal(0.701, baseline.RocAuc, 3);
        Assert.Equal(0.422, baseline.F1, 3);
        Assert.Equal(0.700, baseline.Accuracy, 3);
    }

    [Fact]
    public void Weeks_RealFlights_RecentDelaysDriftInThreeAndNothingElseInAny()
    {
        Assert.Equal(20, flights.Weeks.Count);
        var baseline = Stable.Concat(Recent).ToDictionary(column => column, column => new PopulationStability(flights.Baseline.Column(column)), StringComparer.Ordinal);
        foreach (var (monday, week) in flights.Weeks)
        {
            var psi = baseline.ToDictionary(column => column.Key, column => column.Value.Index(week.Column(column.Key)), StringComparer.Ordinal);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{monday:yyyy-MM-dd} {week.Rows} {string.Join(' ', psi.Values.Select(value => value.ToString("F3", CultureInfo.InvariantCulture)))} {week.RocAuc:F3} {week.F1:F3} {week.Accuracy:F3}"));

            Assert.All(Stable, column => Assert.True(psi[column] < 0.05, $"{monday} {column} {psi[column]}"));
            Assert.All(Recent, column => Assert.True(Calm.Contains(monday) ? psi[column] > 0.22 : psi[column] < 0.18, $"{monday} {column} {psi[column]}"));
        }
    }

    [Fact]
    public void Weeks_RealFlights_F1IsLowestWhereAccuracyIsHighest()
    {
        var others = flights.Weeks.Where(week => !Calm.Contains(week.Monday)).Select(week => week.Scored).ToList();
        var calm = flights.Weeks.Where(week => Calm.Contains(week.Monday)).Select(week => week.Scored).ToList();

        Assert.All(calm, week => Assert.InRange(week.F1, 0.26, 0.28));
        Assert.All(others, week => Assert.InRange(week.F1, 0.31, 0.54));
        Assert.All(calm, week => Assert.InRange(week.Accuracy, 0.79, 0.83));
        Assert.All(others, week => Assert.InRange(week.Accuracy, 0.62, 0.75));
    }

    [Fact]
    public void Days_RealFlights_HoldWhatTheChecksShallFind()
    {
        var replayed = flights.Replayed;
        var known = KnownAirports();
        var ids = replayed.Column("flight_id");

        Assert.Equal(10, ids.Length - ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(5, replayed.Column("arrival_delay").Count(delay => int.Parse(delay, CultureInfo.InvariantCulture) is < -240 or > 1200));
        Assert.Equal(
            ["ACY", "AKN", "DLG", "GST", "LWB", "MQT"],
            replayed.Column("origin").Concat(replayed.Column("destination")).Distinct(StringComparer.Ordinal).Where(airport => !known.Contains(airport)).Order(StringComparer.Ordinal));
        Assert.Subset(known, flights.Baseline.Column("origin").Concat(flights.Baseline.Column("destination")).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void MonitorFile_Columns_AreThoseOfABatch()
    {
        var monitor = RealFlights.Monitor();
        var columns = monitor.Columns;

        Assert.Equal(FlightDemo.Model, monitor.Model);
        Assert.Equal(
            ScoredFlights.Header.Order(StringComparer.Ordinal),
            monitor.Features.Keys.Append(columns.Id).Append(columns.Timestamp).Append(columns.Prediction).Append(columns.Label).Concat(columns.Scores.Values).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MonitorFile_F1Rule_LiesBetweenTheThreeWeeksAndTheOthers()
    {
        var limit = Assert.Single(RealFlights.Monitor().Performance, rule => rule.Metric == "f1").Below;

        Assert.All(flights.Weeks, week => Assert.Equal(Calm.Contains(week.Monday), week.Scored.F1 < limit));
    }

    [Fact]
    public void MonitorFile_Windows_AreWeeksFromMonday()
    {
        var monitor = RealFlights.Monitor();

        Assert.All(Enum.GetValues<EvaluationFamily>(), family => Assert.Equal(WindowSpec.Tumbling("7d"), monitor.WindowsOf(family)));
        Assert.Equal(DayOfWeek.Monday, FlightBatches.FirstReplayedDay.DayOfWeek);
    }

    private static HashSet<string> KnownAirports()
    {
        var origins = Assert.IsType<IReadOnlyList<string>>(RealFlights.Monitor().Features["origin"].Domain, exactMatch: false);
        Assert.Equal(223, origins.Count);
        Assert.Equal(origins, RealFlights.Monitor().Features["destination"].Domain);
        return [.. origins];
    }
}
