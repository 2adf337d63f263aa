namespace ServerlessMonitor.Cli.Demo;

/// <summary>Trains the model on the given flights, and sets its threshold where F1 is best on them.</summary>
internal static class DelayTrainer
{
    /// <param name="flights">The flights.</param>
    /// <param name="recent">Recent delays over all flights.</param>
    /// <param name="rows">The rows to train on, at least one.</param>
    /// <param name="cancellationToken">Ends the training early, without a model.</param>
    public static DelayModel Train(FlightTable flights, RecentDelays recent, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        var features = new FlightFeatures[rows.Count];
        var late = new bool[rows.Count];
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = FlightFeatures.Of(flights, recent, rows[i]);
            late[i] = flights.IsLate(rows[i]);
        }

        var encoder = new DelayEncoder(
            features,
            new AirportLateRates(flights.Airports.Count, features.Select((flight, i) => (flight.Origin, late[i]))),
            new AirportLateRates(flights.Airports.Count, features.Select((flight, i) => (flight.Destination, late[i]))));
        var ones = new ushort[features.Length * DelayEncoder.Active];
        for (var i = 0; i < features.Length; i++)
        {
            encoder.Encode(features[i], ones.AsSpan(i * DelayEncoder.Active, DelayEncoder.Active));
        }

        var regression = LogisticRegression.Fit(ones, DelayEncoder.Active, encoder.Indicators, late, cancellationToken);
        return new DelayModel(encoder, regression, BestThreshold(regression, ones, late));
    }

    private static int BestThreshold(LogisticRegression regression, ReadOnlySpan<ushort> ones, ReadOnlySpan<bool> late)
    {
        var flights = new int[DelayModel.Thousand];
        var lateFlights = new int[DelayModel.Thousand];
        for (var i = 0; i < late.Length; i++)
        {
            var score = DelayModel.InThousandths(regression.Predict(ones.Slice(i * DelayEncoder.Active, DelayEncoder.Active)));
            flights[score]++;
            lateFlights[score] += late[i] ? 1 : 0;
        }

        var allLate = lateFlights.Sum();
        var (best, bestF1) = (DelayModel.Thousand, 0.0);
        var (predicted, found) = (0, 0);
        for (var threshold = DelayModel.Thousand - 1; threshold > 0; threshold--)
        {
            predicted += flights[threshold];
            found += lateFlights[threshold];
            var f1 = found == 0 ? 0 : 2.0 * found / (predicted + allLate);
            if (f1 > bestF1)
            {
                (best, bestF1) = (threshold, f1);
            }
        }

        return best;
    }
}
