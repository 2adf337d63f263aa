using System.Text;
using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class FlightBatchesTests
{
    private const int DaysBefore = 35;
    private static readonly FlightTable Flights = FlightTables.Random(days: 40, perDay: 288, seed: 4);
    private static readonly FlightBatches Batches = FlightBatches.Train(Flights, CancellationToken.None);

    [Fact]
    public void Baseline_RandomFlights_IsWhatDoesNotTrain()
    {
        var trained = Enumerable.Range(0, DaysBefore * 288).Where(row => FlightHash.IsForTraining(FlightHash.Of(Flights, row))).Select(Id).ToHashSet(StringComparer.Ordinal);

        var rows = Rows(Batches.Baseline());

        Assert.Equal(Batches.BaselineRows, rows.Count);
        Assert.Equal((DaysBefore * 288) - trained.Count, rows.Count);
        Assert.DoesNotContain(rows, row => trained.Contains(row[0]));
    }

    [Fact]
    public void Days_Full_HasEveryLaterFlightOnItsDay()
    {
        var days = Batches.Days(full: true, labelled: true).ToList();

        Assert.Equal(146, days.Count);
        Assert.Equal(new DateOnly(2001, 2, 5), days[0].Day);
        Assert.Equal("2001-02-05.csv", days[0].FileName);
        Assert.Equal(new DateOnly(2001, 6, 30), days[^1].Day);
        Assert.All(days.Take(5), day => Assert.Equal(288, day.Rows));
        Assert.All(days.Skip(5), day => Assert.Equal(0, day.Rows));
        Assert.All(days, day => Assert.Equal(day.Rows, Rows(day.Csv).Count));
        Assert.All(Rows(days[3].Csv), row => Assert.StartsWith("2001-02-08T", row[1], StringComparison.Ordinal));
    }

    [Fact]
    public void Days_Sampled_AreLinesOfTheFullOnes()
    {
        var full = Batches.Days(full: true, labelled: true).SelectMany(day => Lines(day.Csv)).ToHashSet(StringComparer.Ordinal);
        var sampled = Batches.Days(full: false, labelled: true).SelectMany(day => Lines(day.Csv)).ToList();

        Assert.NotEmpty(sampled);
        Assert.True(sampled.Count < full.Count / 5);
        Assert.All(sampled, line => Assert.Contains(line, full));
    }

    [Fact]
    public void Days_Rows_SayWhatTheFlightWasAndWhatCameOfIt()
    {
        var first = DaysBefore * 288;

        var row = Rows(Batches.Days(full: true, labelled: true).First().Csv)[0];

        Assert.Equal(Header().Length, row.Length);
        Assert.Equal(Id(first), Field(row, "flight_id"));
        Assert.Equal("2001-02-05T00:00:00Z", Field(row, "departed_at"));
        Assert.Equal("0", Field(row, "hour"));
        Assert.Equal("1", Field(row, "weekday"));
        Assert.Equal("500", Field(row, "distance"));
        Assert.Equal(Flights.Airports[Flights.Origins[first]], Field(row, "origin"));
        Assert.Equal(Flights.Airports[Flights.Destinations[first]], Field(row, "destination"));
        Assert.Equal($"{Flights.Delays[first]}", Field(row, "arrival_delay"));
        Assert.Equal(Flights.Delays[first] > 15 ? "1" : "0", Field(row, "late"));
    }

    [Fact]
    public void Days_Unlabelled_LackOnlyTheLabel()
    {
        var known = Lines(Batches.Days(full: true, labelled: true).First().Csv);
        var asked = Lines(Batches.Days(full: true, labelled: false).First().Csv);

        Assert.Equal(known.Select(line => line[..line.LastIndexOf(',')]), asked);
    }

    [Fact]
    public void Labels_AreWrongOfOneInFifty_AndTheCorrectionsMendThese()
    {
        var day = FlightBatches.FirstReplayedDay;
        var truth = Rows(Batches.Days(full: true, labelled: true).First().Csv).ToDictionary(row => row[0], row => row[^1], StringComparer.Ordinal);
        var first = Rows(Batches.Labels(day, full: true).Csv);
        var later = Rows(Batches.Corrections(day, full: true).Csv);
        var wrong = first.Where(row => truth[row[0]] != row[^1]).Select(row => row[0]).ToList();

        Assert.Equal(truth.Keys.Order(StringComparer.Ordinal), first.Select(row => row[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(wrong.Count, 1, first.Count / 20);
        Assert.Equal(wrong.Order(StringComparer.Ordinal), later.Select(row => row[0]).Order(StringComparer.Ordinal));
        Assert.All(later, row => Assert.Equal(truth[row[0]], row[^1]));
    }

    [Fact]
    public void Scores_FlightsFromTheLateAirport_AreHigher()
    {
        var rows = Batches.Days(full: true, labelled: true).SelectMany(day => Rows(day.Csv)).ToList();

        Assert.True(Share(rows, late: true) > 0.95);
        Assert.True(Share(rows, late: false) < 0.05);

        static double Share(List<string[]> rows, bool late) =>
            rows.Where(row => Field(row, "origin") == "BAD" == late).Average(row => Field(row, "predicted_late") == "1" ? 1.0 : 0.0);
    }

    [Fact]
    public void Train_SameFlightsAgain_GivesTheSameBytes()
    {
        var again = FlightBatches.Train(Flights, CancellationToken.None);

        Assert.True(again.Baseline().Span.SequenceEqual(Batches.Baseline().Span));
    }

    [Fact]
    public void Train_NothingBeforeTheReplay_Throws() =>
        Assert.Throws<InvalidDataException>(() => FlightBatches.Train(FlightTables.Of((50 * FlightTime.MinutesPerDay, 1, "AAA", "BBB")), CancellationToken.None));

    private static string Id(int row) => $"{FlightHash.Of(Flights, row):x16}";

    private static string[] Header() => Encoding.ASCII.GetString(FlightScorer.LabelledHeader).TrimEnd().Split(',');

    private static string Field(string[] row, string name) => row[Array.IndexOf(Header(), name)];

    private static string[] Lines(ReadOnlyMemory<byte> csv) => Encoding.ASCII.GetString(csv.Span).TrimEnd('\n').Split('\n')[1..];

    private static List<string[]> Rows(ReadOnlyMemory<byte> csv) => [.. Lines(csv).Select(line => line.Split(','))];
}
