namespace ServerlessMonitor.Cli.Demo;

/// <summary>
/// How late the flights were that left an airport four to seven hours before a moment: by then most have arrived, so a model in
/// production could know. Always over all flights, also when only a sample of them is replayed.
/// </summary>
internal sealed class RecentDelays
{
    /// <summary>The interval is [moment − 7 h, moment − 4 h), in minutes.</summary>
    public const int OldestMinutes = 7 * FlightTime.MinutesPerHour;

    /// <inheritdoc cref="OldestMinutes"/>
    public const int NewestMinutes = 4 * FlightTime.MinutesPerHour;

    private readonly int _firstHour;
    private readonly int _hours;
    private readonly int[] _minutes;
    private readonly long[] _delaySums;
    private readonly int[] _hourStarts;

    public RecentDelays(FlightTable flights)
    {
        _firstHour = flights.Count == 0 ? 0 : flights.Departures[0] / FlightTime.MinutesPerHour;
        var lastHour = flights.Count == 0 ? 0 : flights.Departures[^1] / FlightTime.MinutesPerHour;
        _hours = lastHour - _firstHour + 1;

        // Departures grouped by airport, in order of time within it; _hourStarts finds the first of an airport's hour.
        _hourStarts = new int[(flights.Airports.Count * _hours) + 1];
        for (var row = 0; row < flights.Count; row++)
        {
            _hourStarts[Cell(flights.Origins[row], flights.Departures[row] / FlightTime.MinutesPerHour) + 1]++;
        }

        for (var cell = 1; cell < _hourStarts.Length; cell++)
        {
            _hourStarts[cell] += _hourStarts[cell - 1];
        }

        _minutes = new int[flights.Count];
        _delaySums = new long[flights.Count + 1];
        var next = _hourStarts.AsSpan(0, _hourStarts.Length - 1).ToArray();
        for (var row = 0; row < flights.Count; row++)
        {
            var position = next[Cell(flights.Origins[row], flights.Departures[row] / FlightTime.MinutesPerHour)]++;
            _minutes[position] = flights.Departures[row];
            _delaySums[position + 1] = flights.Delays[row];
        }

        for (var position = 1; position < _delaySums.Length; position++)
        {
            _delaySums[position] += _delaySums[position - 1];
        }
    }

    /// <returns>The mean delay in tenths of a minute, or null when no flight left the airport in the interval.</returns>
    public int? TenthsAt(int airport, int minute)
    {
        var first = FirstAtOrAfter(airport, minute - OldestMinutes);
        var end = FirstAtOrAfter(airport, minute - NewestMinutes);
        return end == first
            ? null
            : (int)Math.Round(10.0 * (_delaySums[end] - _delaySums[first]) / (end - first), MidpointRounding.AwayFromZero);
    }

    private int FirstAtOrAfter(int airport, int minute)
    {
        var hour = minute / FlightTime.MinutesPerHour;
        if (hour < _firstHour)
        {
            return _hourStarts[airport * _hours];
        }

        if (hour >= _firstHour + _hours)
        {
            return _hourStarts[(airport + 1) * _hours];
        }

        var cell = Cell(airport, hour);
        var position = _hourStarts[cell];
        while (position < _hourStarts[cell + 1] && _minutes[position] < minute)
        {
            position++;
        }

        return position;
    }

    private int Cell(int airport, int hour) => (airport * _hours) + hour - _firstHour;
}
