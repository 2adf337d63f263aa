namespace ServerlessMonitor.Cli.Demo;

/// <summary>
/// The share of late flights among those from or to an airport, over the flights the model was trained on. Small airports are drawn
/// towards the overall rate, which an airport never seen gets outright.
/// </summary>
internal sealed class AirportLateRates
{
    /// <summary>The overall rate counts as much as this many flights of the airport.</summary>
    public const double PriorFlights = 50;

    private readonly double[] _rates;

    /// <param name="airports">The number of airports.</param>
    /// <param name="flights">Of each flight the airport's index and whether it was late.</param>
    public AirportLateRates(int airports, IEnumerable<(int Airport, bool Late)> flights)
    {
        var all = new long[airports];
        var late = new long[airports];
        foreach (var flight in flights)
        {
            all[flight.Airport]++;
            late[flight.Airport] += flight.Late ? 1 : 0;
        }

        var total = all.Sum();
        Overall = total == 0 ? 0 : (double)late.Sum() / total;
        _rates = new double[airports];
        for (var airport = 0; airport < airports; airport++)
        {
            _rates[airport] = (late[airport] + (PriorFlights * Overall)) / (all[airport] + PriorFlights);
        }
    }

    public double Overall { get; }

    public double this[int airport] => _rates[airport];
}
