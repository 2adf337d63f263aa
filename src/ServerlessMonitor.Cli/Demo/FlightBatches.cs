namespace ServerlessMonitor.Cli.Demo;

/// <summary>
/// Splits the flights: 70 % of 1 January to 4 February 2001 (five weeks from a Monday) train the model, the other 30 % are its baseline,
/// and every later day is a batch. The days end on 30 June: of 1 July the source has only six flights at midnight.
/// </summary>
internal sealed class FlightBatches
{
    /// <summary>The first day that trains the model, a Monday.</summary>
    public static readonly DateOnly FirstDay = new(2001, 1, 1);

    /// <summary>The first day that is replayed, a Monday.</summary>
    public static readonly DateOnly FirstReplayedDay = new(2001, 2, 5);

    /// <summary>The last day that is replayed.</summary>
    public static readonly DateOnly LastDay = new(2001, 6, 30);

    private const int TypicalRowBytes = 96;

    private readonly FlightTable _flights;
    private readonly FlightScorer _scorer;
    private readonly int[] _baseline;

    private FlightBatches(FlightTable flights, FlightScorer scorer, int[] baseline)
    {
        _flights = flights;
        _scorer = scorer;
        _baseline = baseline;
    }

    /// <summary>Trains the model. Batches are scored when they are asked for.</summary>
    public static FlightBatches Train(FlightTable flights, CancellationToken cancellationToken)
    {
        var end = flights.FirstRowOf(FirstReplayedDay);
        var training = new List<int>(end);
        var baseline = new List<int>(end / 2);
        for (var row = flights.FirstRowOf(FirstDay); row < end; row++)
        {
            (FlightHash.IsForTraining(FlightHash.Of(flights, row)) ? training : baseline).Add(row);
        }

        if (training.Count == 0)
        {
            throw new InvalidDataException("There are no flights before 5 February 2001 to train on.");
        }

        var recent = new RecentDelays(flights);
        var model = DelayTrainer.Train(flights, recent, training, cancellationToken);
        return new FlightBatches(flights, new FlightScorer(flights, recent, model), [.. baseline]);
    }

    /// <summary>The number of rows of <see cref="Baseline"/>.</summary>
    public int BaselineRows => _baseline.Length;

    /// <returns>The baseline as CSV with a header.</returns>
    public ReadOnlyMemory<byte> Baseline()
    {
        var csv = NewCsv(_baseline.Length);
        foreach (var row in _baseline)
        {
            _scorer.Write(csv, FlightHash.Of(_flights, row), row);
        }

        return csv.Written;
    }

    /// <summary>The later days in order, each scored when it is reached.</summary>
    /// <param name="full">All flights, or one in ten.</param>
    public IEnumerable<DayBatch> Days(bool full)
    {
        for (var day = FirstReplayedDay; day <= LastDay; day = day.AddDays(1))
        {
            yield return Day(day, full);
        }
    }

    private DayBatch Day(DateOnly day, bool full)
    {
        var first = _flights.FirstRowOf(day);
        var end = _flights.FirstRowOf(day.AddDays(1));
        var csv = NewCsv(full ? end - first : (end - first) / 10);
        var rows = 0;
        for (var row = first; row < end; row++)
        {
            var id = FlightHash.Of(_flights, row);
            if (full || FlightHash.IsInSample(id))
            {
                _scorer.Write(csv, id, row);
                rows++;
            }
        }

        return new DayBatch(day, rows, csv.Written);
    }

    private static CsvBytes NewCsv(int rows)
    {
        var csv = new CsvBytes(FlightScorer.Header.Length + (rows * TypicalRowBytes));
        csv.Lines(FlightScorer.Header);
        return csv;
    }
}
