namespace ServerlessMonitor.Cli.Demo;

/// <summary>Turns a flight's features into indicators, of which exactly <see cref="Active"/> are one: hour, weekday, and a bin of each number.</summary>
internal sealed class DelayEncoder
{
    /// <summary>How many indicators are one for every flight.</summary>
    public const int Active = 7;

    private const int Hours = 24;
    private const int Weekdays = 7;
    private const int Bins = 10;

    private readonly QuantileBins _distance;
    private readonly QuantileBins _originRate;
    private readonly QuantileBins _destinationRate;
    private readonly QuantileBins _originRecent;
    private readonly QuantileBins _destinationRecent;
    private readonly AirportLateRates _originRates;
    private readonly AirportLateRates _destinationRates;

    /// <param name="flights">The flights the bins are made from.</param>
    /// <param name="originRates">Late rates by airport of origin.</param>
    /// <param name="destinationRates">Late rates by airport of destination.</param>
    public DelayEncoder(IReadOnlyList<FlightFeatures> flights, AirportLateRates originRates, AirportLateRates destinationRates)
    {
        _originRates = originRates;
        _destinationRates = destinationRates;
        _distance = new QuantileBins(flights.Select(flight => (double)flight.Distance), Bins);
        _originRate = new QuantileBins(flights.Select(flight => originRates[flight.Origin]), Bins);
        _destinationRate = new QuantileBins(flights.Select(flight => destinationRates[flight.Destination]), Bins);
        _originRecent = Recent(flights.Select(flight => flight.OriginRecentTenths));
        _destinationRecent = Recent(flights.Select(flight => flight.DestinationRecentTenths));
        Indicators = Hours + Weekdays + _distance.Count + _originRate.Count + _destinationRate.Count + _originRecent.Count + 1 + _destinationRecent.Count + 1;
    }

    /// <summary>The number of indicators.</summary>
    public int Indicators { get; }

    /// <summary>Writes the indices of the indicators that are one.</summary>
    /// <param name="flight">The features.</param>
    /// <param name="indices">Exactly <see cref="Active"/> long.</param>
    public void Encode(in FlightFeatures flight, Span<ushort> indices)
    {
        var start = 0;
        indices[0] = (ushort)(start + flight.Hour);
        start += Hours;
        indices[1] = (ushort)(start + flight.Weekday - 1);
        start += Weekdays;
        indices[2] = (ushort)(start + _distance.IndexOf(flight.Distance));
        start += _distance.Count;
        indices[3] = (ushort)(start + _originRate.IndexOf(_originRates[flight.Origin]));
        start += _originRate.Count;
        indices[4] = (ushort)(start + _destinationRate.IndexOf(_destinationRates[flight.Destination]));
        start += _destinationRate.Count;
        indices[5] = (ushort)(start + IndexOf(_originRecent, flight.OriginRecentTenths));
        start += _originRecent.Count + 1;
        indices[6] = (ushort)(start + IndexOf(_destinationRecent, flight.DestinationRecentTenths));
    }

    // The bin after the last one is for what is missing.
    private static int IndexOf(QuantileBins bins, int? tenths) => tenths is { } value ? bins.IndexOf(value) : bins.Count;

    private static QuantileBins Recent(IEnumerable<int?> values)
    {
        var known = values.Where(value => value.HasValue).Select(value => (double)value.GetValueOrDefault());
        return new QuantileBins(known.DefaultIfEmpty(0), Bins);
    }
}
