namespace ServerlessMonitor.Cli.Demo;

/// <summary>
/// Flights as columns, in ascending order of scheduled departure. The source's local times carry no zone; they are taken as UTC throughout.
/// </summary>
internal sealed class FlightTable
{
    /// <summary>Flights later than this many minutes at arrival count as late.</summary>
    public const int LateAfterMinutes = 15;

    public FlightTable(int[] departures, short[] delays, short[] distances, short[] origins, short[] destinations, IReadOnlyList<string> airports)
    {
        if (delays.Length != departures.Length || distances.Length != departures.Length || origins.Length != departures.Length || destinations.Length != departures.Length)
        {
            throw new ArgumentException("The columns differ in length.", nameof(departures));
        }

        Departures = departures;
        Delays = delays;
        Distances = distances;
        Origins = origins;
        Destinations = destinations;
        Airports = airports;
    }

    public int Count => Departures.Length;

    /// <summary>Scheduled departure, in minutes since 1970-01-01T00:00Z.</summary>
    public int[] Departures { get; }

    /// <summary>Minutes late at arrival, negative when early.</summary>
    public short[] Delays { get; }

    /// <summary>Miles.</summary>
    public short[] Distances { get; }

    /// <summary>Index into <see cref="Airports"/>.</summary>
    public short[] Origins { get; }

    /// <summary>Index into <see cref="Airports"/>.</summary>
    public short[] Destinations { get; }

    /// <summary>IATA codes, in order of first appearance.</summary>
    public IReadOnlyList<string> Airports { get; }

    public bool IsLate(int row) => Delays[row] > LateAfterMinutes;

    /// <summary>The first row that departs at or after the start of <paramref name="day"/>.</summary>
    public int FirstRowOf(DateOnly day)
    {
        var found = Array.BinarySearch(Departures, FlightTime.StartOf(day) - 1, Comparer);
        return ~found;
    }

    // Never equal, so the search always ends at the first greater element.
    private static readonly IComparer<int> Comparer = Comparer<int>.Create((left, right) => left <= right ? -1 : 1);
}
