using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class RecentDelaysTests
{
    private const int Hour = 60;

    [Theory]
    [InlineData(7 * Hour, 10)]
    [InlineData((4 * Hour) + 1, 10)]
    [InlineData(4 * Hour, null)]
    [InlineData((7 * Hour) + 1, null)]
    public void TenthsAt_OneFlightBefore_CountsInsideTheInterval(int minutesBefore, int? minutes)
    {
        var recent = new RecentDelays(FlightTables.Of((600, 10, "AAA", "BBB")));
        var moment = FlightTables.Start + 600 + minutesBefore;

        Assert.Equal(minutes * 10, recent.TenthsAt(0, moment));
        Assert.Equal(minutes * 10, recent.TenthsAt(1, moment));
    }

    [Fact]
    public void TenthsAt_OtherAirport_IsUnknown()
    {
        var recent = new RecentDelays(FlightTables.Of((0, 5, "CCC", "DDD"), (1200, 10, "AAA", "BBB")));

        Assert.Null(recent.TenthsAt(0, FlightTables.Start + 1200 + (5 * Hour)));
        Assert.Equal(50, recent.TenthsAt(0, FlightTables.Start + (5 * Hour)));
    }

    [Fact]
    public void TenthsAt_RandomFlights_IsTheMeanOfThoseInTheInterval()
    {
        var flights = FlightTables.Random(days: 4, perDay: 96, seed: 1);
        var recent = new RecentDelays(flights);
        for (var moment = FlightTables.Start - 60; moment < FlightTables.Start + (5 * 24 * Hour); moment += 17)
        {
            for (var airport = 0; airport < 4; airport++)
            {
                var delays = Enumerable.Range(0, flights.Count)
                    .Where(row => flights.Departures[row] >= moment - (7 * Hour) && flights.Departures[row] < moment - (4 * Hour))
                    .SelectMany(row => new[] { (Airport: flights.Origins[row], Row: row), (Airport: flights.Destinations[row], Row: row) })
                    .Where(visit => visit.Airport == airport)
                    .Select(visit => (double)flights.Delays[visit.Row])
                    .ToList();
                int? expected = delays.Count == 0 ? null : (int)Math.Round(10 * delays.Average(), MidpointRounding.AwayFromZero);
                Assert.Equal(expected, recent.TenthsAt(airport, moment));
            }
        }
    }
}
