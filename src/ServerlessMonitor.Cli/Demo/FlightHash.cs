namespace ServerlessMonitor.Cli.Demo;

/// <summary>
/// A 64-bit hash of everything the source says about a flight. It is the flight's id, so exact duplicates of the source share one and
/// stay visible as duplicates; and it decides which part a flight belongs to, so that neither order nor machine can change it.
/// </summary>
internal static class FlightHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    public static ulong Of(FlightTable flights, int row)
    {
        var hash = Mix((ulong)flights.Departures[row]);
        hash = Mix(hash ^ ((ulong)(ushort)flights.Delays[row] << 16) ^ (ushort)flights.Distances[row]);
        hash = Mix(hash ^ Code(flights.Airports[flights.Origins[row]]));
        return Mix(hash ^ Code(flights.Airports[flights.Destinations[row]]));
    }

    /// <summary>Seven in ten flights of the training weeks train the model; the rest is its baseline.</summary>
    public static bool IsForTraining(ulong hash) => (hash >> 32) % 10 < 7;

    /// <summary>
    /// One flight in ten. By content rather than by position: of two neighbouring duplicates, every tenth row would never keep both.
    /// This tenth has a flight of each airport that opens after January.
    /// </summary>
    public static bool IsInSample(ulong hash) => hash % 10 == 3;

    /// <summary>One flight in fifty is first reported late that was not, or the other way round.</summary>
    public static bool IsReportedWrong(ulong hash) => (hash >> 24) % 50 == 7;

    // The code itself and not its index, which depends on what was read before.
    private static ulong Code(string airport)
    {
        var code = 0UL;
        foreach (var letter in airport)
        {
            code = (code << 8) | letter;
        }

        return code;
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong value)
    {
        value += Multiplier;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
