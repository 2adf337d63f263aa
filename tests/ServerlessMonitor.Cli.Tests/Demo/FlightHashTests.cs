using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class FlightHashTests
{
    [Fact]
    public void Of_SameContentInAnotherTable_IsTheSame()
    {
        var alone = FlightTables.Of((5, 20, "LAS", "PHL"));
        var among = FlightTables.Of((1, 0, "AAA", "PHL"), (5, 20, "LAS", "PHL"), (5, 20, "LAS", "PHL"));

        Assert.Equal(FlightHash.Of(alone, 0), FlightHash.Of(among, 1));
        Assert.Equal(FlightHash.Of(alone, 0), FlightHash.Of(among, 2));
    }

    [Fact]
    public void Of_AnyFieldDiffers_IsAnother()
    {
        var flights = FlightTables.Of((5, 20, "LAS", "PHL"), (5, 20, "PHL", "LAS"), (5, 21, "LAS", "PHL"), (5, 20, "LAS", "PHX"), (6, 20, "LAS", "PHL"));

        Assert.Equal(5, Enumerable.Range(0, 5).Select(row => FlightHash.Of(flights, row)).Distinct().Count());
    }

    [Fact]
    public void Of_KnownFlight_NeverChanges() => Assert.Equal(0x1E31171c933d733bUL, FlightHash.Of(FlightTables.Of((5, 20, "LAS", "PHL")), 0));

    [Fact]
    public void Parts_ManyFlights_HaveTheirShares()
    {
        var flights = FlightTables.Random(days: 28, perDay: 720, seed: 2);
        var hashes = Enumerable.Range(0, flights.Count).Select(row => FlightHash.Of(flights, row)).ToList();

        Assert.InRange(hashes.Count(FlightHash.IsForTraining) / (double)hashes.Count, 0.69, 0.71);
        Assert.InRange(hashes.Count(FlightHash.IsInSample) / (double)hashes.Count, 0.09, 0.11);
        Assert.InRange(hashes.Count(hash => FlightHash.IsInSample(hash) && FlightHash.IsForTraining(hash)) / (double)hashes.Count, 0.06, 0.08);
    }
}
