namespace ServerlessMonitor.Cli.Demo;

/// <summary>
/// How late the flights from or to an airport were that departed four to seven hours before a moment: most have arrived by then, so a
/// model in production could know. Always over all flights, also when only a sample of them is replayed.
/// </summary>
internal sealed class RecentDelays
{
    /// <summary>The interval of departures is [moment − 7 h, moment − 4 h); these are its ends, in minutes before the moment.</summary>
    public const int OldestMinutes = 7 * FlightTime.MinutesPerHour;

    /// <inheritdoc cref="OldestMinutes"/>
    public const int NewestMinutes = 4 * FlightTime.MinutesPerHour;

    // Every flight stands once at its origin and once at its destination; within an airport in order of departure.
    private readonly int[] _departures;

    // Prefix sums. They may wrap around; a difference of two is right all the same.
    private readonly int[] _delaySums;
    private readonly int[] _hourStarts;
    private readonly int _firstHour;
    private readonly int _hours;

    public RecentDelays(FlightTable flights)
    {
        if (flights.Count > 0)
        {
            _firstHour = flights.Departures[0] / FlightTime.MinutesPerHour;
            _hours = (flights.Departures[^1] / FlightTime.MinutesPerHour) - _firstHour + 1;
        }

        _hourStarts = CountByHour(flights);
        _departures = new int[2 * flights.Count];
        _delaySums = new int[_departures.Length + 1];
        Fill(flights);
    }

    /// <returns>The mean delay in tenths of a minute, or null when no flight of the airport departed in the interval.</returns>
    public int? TenthsAt(int airport, int minute)
    {
        var first = FirstAtOrAfter(airport, minute - OldestMinutes);
        var end = FirstAtOrAfter(airport, minute - NewestMinutes);
        return end == first
            ? null
            : (int)Math.Round(10.0 * unchecked(_delaySums[end] - _delaySums[first]) / (end - first), MidpointRounding.AwayFromZero);
    }

    private int[] CountByHour(FlightTable flights)
    {
        var starts = new int[(flights.Airports.Count * _hours) + 1];
        for (var row = 0; row < flights.Count; row++)
        {
            var hour = flights.Departures[row] / FlightTime.MinutesPerHour;
            starts[Cell(flights.Origins[row], hour) + 1]++;
            starts[Cell(flights.Destinations[row], hour) + 1]++;
        }

        for (var cell = 1; cell < starts.Length; cell++)
        {
            starts[cell] += starts[cell - 1];
        }

        return starts;
    }

    private void Fill(FlightTable flights)
    {
        var next = _hourStarts.AsSpan().ToArray();
        for (var row = 0; row < flights.Count; row++)
        {
            var hour = flights.Departures[row] / FlightTime.MinutesPerHour;
            Put(next[Cell(flights.Origins[row], hour)]++, row);
            Put(next[Cell(flights.Destinations[row], hour)]++, row);
        }

        for (var position = 1; position < _delaySums.Length; position++)
        {
            unchecked
            {
                _delaySums[position] += _delaySums[position - 1];
            }
        }

        void Put(int position, int row)
        {
            _departures[position] = flights.Departures[row];
            _delaySums[position + 1] = flights.Delays[row];
        }
    }

    private int FirstAtOrAfter(int airport, int minute)
    {
        var hour = Math.Clamp(minute / FlightTime.MinutesPerHour, _firstHour, _firstHour + _hours - 1);
        var cell = Cell(airport, hour);
        var position = _hourStarts[cell];
        while (position < _hourStarts[cell + 1] && _departures[position] < minute)
        {
            position++;
        }

        return position;
    }

    private int Cell(int airport, int hour) => (airport * _hours) + hour - _firstHour;
}
