using System.Text;
using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

/// <summary>Small made-up tables of flights.</summary>
internal static class FlightTables
{
    public static readonly int Start = FlightTime.StartOf(FlightBatches.FirstDay);

    public static FlightTable Of(params (int Minute, int Delay, string Origin, string Destination)[] flights)
    {
        var table = new FlightTableBuilder(1);
        foreach (var flight in flights)
        {
            table.Add(Start + flight.Minute, (short)flight.Delay, 500, Encoding.ASCII.GetBytes(flight.Origin), Encoding.ASCII.GetBytes(flight.Destination));
        }

        return table.Build();
    }

    /// <summary>Random flights between four airports; those from BAD are late more often.</summary>
    public static FlightTable Random(int days, int perDay, int seed)
    {
        var random = new Random(seed);
        string[] airports = ["BAD", "AAA", "BBB", "CCC"];
        var flights = new List<(int, int, string, string)>();
        for (var minute = 0; minute < days * FlightTime.MinutesPerDay; minute += FlightTime.MinutesPerDay / perDay)
        {
            var origin = airports[random.Next(4)];
            var late = random.NextDouble() < (origin == "BAD" ? 0.7 : 0.1);
            flights.Add((minute, late ? random.Next(16, 120) : random.Next(-30, 16), origin, airports[random.Next(4)]));
        }

        return Of([.. flights]);
    }
}
