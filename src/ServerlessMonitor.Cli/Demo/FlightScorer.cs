namespace ServerlessMonitor.Cli.Demo;

/// <summary>Writes flights as the rows of a prediction batch: what the model was given, what it said, and what came of it.</summary>
internal sealed class FlightScorer
{
    private readonly FlightTable _flights;
    private readonly RecentDelays _recent;
    private readonly DelayModel _model;
    private readonly byte[][] _airports;

    public FlightScorer(FlightTable flights, RecentDelays recent, DelayModel model)
    {
        _flights = flights;
        _recent = recent;
        _model = model;
        _airports = [.. flights.Airports.Select(System.Text.Encoding.ASCII.GetBytes)];
    }

    /// <summary>The header of a batch, with its line end.</summary>
    public static ReadOnlySpan<byte> Header =>
        "flight_id,departed_at,hour,weekday,distance,origin,destination,origin_recent_delay,destination_recent_delay,arrival_delay,p_late,predicted_late\n"u8;

    /// <summary>The header of a batch whose labels are known, with its line end.</summary>
    public static ReadOnlySpan<byte> LabelledHeader =>
        "flight_id,departed_at,hour,weekday,distance,origin,destination,origin_recent_delay,destination_recent_delay,arrival_delay,p_late,predicted_late,late\n"u8;

    /// <summary>Writes a flight.</summary>
    /// <param name="csv">Where to.</param>
    /// <param name="id">Its id.</param>
    /// <param name="row">Its row in the table.</param>
    /// <param name="labelled">Whether it is known what came of it.</param>
    public void Write(CsvBytes csv, ulong id, int row, bool labelled)
    {
        var flight = FlightFeatures.Of(_flights, _recent, row);
        var score = _model.Score(flight);
        csv.Hexadecimal(id);
        csv.Minute(_flights.Departures[row]);
        csv.Integer(flight.Hour);
        csv.Integer(flight.Weekday);
        csv.Integer(flight.Distance);
        csv.Text(_airports[flight.Origin]);
        csv.Text(_airports[flight.Destination]);
        csv.Tenths(flight.OriginRecentTenths);
        csv.Tenths(flight.DestinationRecentTenths);
        csv.Integer(_flights.Delays[row]);
        csv.Thousandths(score);
        csv.Integer(score >= _model.Threshold ? 1 : 0);
        if (labelled)
        {
            csv.Integer(_flights.IsLate(row) ? 1 : 0);
        }

        csv.EndLine();
    }
}
