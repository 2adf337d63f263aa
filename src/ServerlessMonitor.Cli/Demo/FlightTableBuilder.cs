namespace ServerlessMonitor.Cli.Demo;

/// <summary>Collects flights into a <see cref="FlightTable"/>.</summary>
internal sealed class FlightTableBuilder
{
    private readonly Dictionary<ulong, short> _indices = [];
    private readonly List<string> _airports = [];
    private int[] _departures;
    private short[] _delays;
    private short[] _distances;
    private short[] _origins;
    private short[] _destinations;
    private int _count;

    /// <param name="capacity">The expected number of flights.</param>
    public FlightTableBuilder(int capacity)
    {
        capacity = Math.Max(capacity, 16);
        _departures = new int[capacity];
        _delays = new short[capacity];
        _distances = new short[capacity];
        _origins = new short[capacity];
        _destinations = new short[capacity];
    }

    /// <exception cref="InvalidDataException">The flight departs before the previous one.</exception>
    public void Add(int departure, short delay, short distance, ReadOnlySpan<byte> origin, ReadOnlySpan<byte> destination)
    {
        if (_count > 0 && departure < _departures[_count - 1])
        {
            throw new InvalidDataException("The flights are not in order of departure.");
        }

        if (_count == _departures.Length)
        {
            Grow();
        }

        _departures[_count] = departure;
        _delays[_count] = delay;
        _distances[_count] = distance;
        _origins[_count] = AirportIndex(origin);
        _destinations[_count] = AirportIndex(destination);
        _count++;
    }

    public FlightTable Build() =>
        new(_departures[.._count], _delays[.._count], _distances[.._count], _origins[.._count], _destinations[.._count], _airports);

    private short AirportIndex(ReadOnlySpan<byte> code)
    {
        if (code.Length is 0 or > sizeof(ulong))
        {
            throw new InvalidDataException($"An airport code of {code.Length} characters.");
        }

        var key = 0UL;
        foreach (var letter in code)
        {
            key = (key << 8) | letter;
        }

        if (!_indices.TryGetValue(key, out var index))
        {
            index = checked((short)_airports.Count);
            _indices.Add(key, index);
            _airports.Add(System.Text.Encoding.ASCII.GetString(code));
        }

        return index;
    }

    private void Grow()
    {
        var capacity = _count * 2;
        Array.Resize(ref _departures, capacity);
        Array.Resize(ref _delays, capacity);
        Array.Resize(ref _distances, capacity);
        Array.Resize(ref _origins, capacity);
        Array.Resize(ref _destinations, capacity);
    }
}
