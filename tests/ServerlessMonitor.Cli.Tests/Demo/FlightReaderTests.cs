using System.Text;
using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class FlightReaderTests
{
    private const string Header = "departed_at,delay,distance,origin,destination\n";
    private const string Two = Header + "2001-01-01T00:01Z,33,2176,LAS,PHL\n2001-02-03T23:59Z,-7,215,PHL,SAV\n";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Read_AnyChunking_GivesTheFlights(int chunk)
    {
        await using var csv = new ChunkedStream(Encoding.ASCII.GetBytes(Two), chunk);

        var flights = await FlightReader.ReadAsync(csv, CancellationToken.None);

        Assert.Equal(2, flights.Count);
        Assert.Equal(["LAS", "PHL", "SAV"], flights.Airports);
        Assert.Equal([33, -7], flights.Delays);
        Assert.Equal([2176, 215], flights.Distances);
        Assert.Equal([0, 1], flights.Origins);
        Assert.Equal([1, 2], flights.Destinations);
        Assert.Equal(FlightTables.Start + 1, flights.Departures[0]);
        Assert.Equal(new DateOnly(2001, 2, 3), FlightTime.DayOf(flights.Departures[1]));
        Assert.Equal(23, FlightTime.HourOf(flights.Departures[1]));
        Assert.Equal(6, FlightTime.WeekdayOf(flights.Departures[1]));
    }

    [Fact]
    public async Task Read_NoLastLineEnd_KeepsTheLastFlight()
    {
        await using var csv = new MemoryStream(Encoding.ASCII.GetBytes(Two[..^1]));

        Assert.Equal(2, (await FlightReader.ReadAsync(csv, CancellationToken.None)).Count);
    }

    [Theory]
    [InlineData("date,delay\n", "Line 1 ")]
    [InlineData(Header + "2001-13-01T00:01Z,33,2176,LAS,PHL\n", "Line 2 ")]
    [InlineData(Header + "2001-01-01T00:01Z,,2176,LAS,PHL\n", "Line 2 ")]
    [InlineData(Header + "2001-01-01T00:01Z,3.5,2176,LAS,PHL\n", "Line 2 ")]
    [InlineData(Header + "2001-01-01T00:01Z,33,99999,LAS,PHL\n", "Line 2 ")]
    [InlineData(Header + "2001-01-01T00:01Z,33,2176,LAS\n", "Line 2 ")]
    [InlineData(Header + "2001-01-01T00:01Z,33,2176,LAS,\n", "Line 2 ")]
    [InlineData(Two + "2001-01-01T00:02Z,33,2176,LAS,PHL\n", "Line 4 ")]
    public async Task Read_ImpossibleLine_IsNamed(string text, string line)
    {
        await using var csv = new MemoryStream(Encoding.ASCII.GetBytes(text));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => FlightReader.ReadAsync(csv, CancellationToken.None));

        Assert.StartsWith(line, error.Message, StringComparison.Ordinal);
    }

    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
