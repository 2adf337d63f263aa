using System.Runtime.InteropServices;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>What the model is given about one flight.</summary>
/// <param name="Hour">Of scheduled departure, 0 to 23.</param>
/// <param name="Weekday">1 for Monday to 7 for Sunday.</param>
/// <param name="Distance">Miles.</param>
/// <param name="Origin">Index of the airport.</param>
/// <param name="Destination">Index of the airport.</param>
/// <param name="OriginRecentTenths">Mean recent delay at the origin in tenths of a minute; null when none is known.</param>
/// <param name="DestinationRecentTenths">The same at the destination.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FlightFeatures(
    int Hour, int Weekday, int Distance, int Origin, int Destination, int? OriginRecentTenths, int? DestinationRecentTenths)
{
    public static FlightFeatures Of(FlightTable flights, RecentDelays recent, int row)
    {
        var departure = flights.Departures[row];
        return new FlightFeatures(
            FlightTime.HourOf(departure),
            FlightTime.WeekdayOf(departure),
            flights.Distances[row],
            flights.Origins[row],
            flights.Destinations[row],
            recent.TenthsAt(flights.Origins[row], departure),
            recent.TenthsAt(flights.Destinations[row], departure));
    }
}
