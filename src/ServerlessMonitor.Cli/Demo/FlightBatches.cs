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
        var csv = NewCsv(_baseline.Length, labelled: true);
        foreach (var row in _baseline)
        {
            _scorer.Write(csv, FlightHash.Of(_flights, row), row, labelled: true);
        }

        return csv.Written;
    }

    /// <summary>The later days in order, each scored when it is reached.</summary>
    /// <param name="full">All flights, or one in ten.</param>
    /// <param name="labelled">Whether it is known already what came of the flights.</param>
    public IEnumerable<DayBatch> Days(bool full, bool labelled)
    {
        for (var day = FirstReplayedDay; day <= LastDay; day = day.AddDays(1))
        {
            var csv = NewCsv(RowsOf(day) / (full ? 1 : 10), labelled);
            var rows = 0;
            foreach (var (id, row) in Flights(day, full))
            {
                _scorer.Write(csv, id, row, labelled);
                rows++;
            }

            yield return new DayBatch(day, rows, csv.Written);
        }
    }

    /// <summary>What came of a day's flights, as it is known at first: of one in fifty the wrong thing.</summary>
    /// <param name="day">The day.</param>
    /// <param name="full">All flights, or one in ten.</param>
    public DayLabels Labels(DateOnly day, bool full) => LabelsOf(day, Flights(day, full), (id, row) => _flights.IsLate(row) != FlightHash.IsReportedWrong(id));

    /// <summary>What came of those flights of a day of which the wrong thing was reported.</summary>
    /// <param name="day">The day.</param>
    /// <param name="full">All flights, or one in ten.</param>
    public DayLabels Corrections(DateOnly day, bool full) =>
        LabelsOf(day, Flights(day, full).Where(flight => FlightHash.IsReportedWrong(flight.Id)), (_, row) => _flights.IsLate(row));

    private DayLabels LabelsOf(DateOnly day, IEnumerable<(ulong Id, int Row)> flights, Func<ulong, int, bool> late)
    {
        var csv = new CsvBytes(TypicalRowBytes);
        csv.Lines("flight_id,departed_at,late\n"u8);
        var ids = new HashSet<ulong>();
        foreach (var (id, row) in flights)
        {
            csv.Hexadecimal(id);
            csv.Minute(_flights.Departures[row]);
            csv.Integer(late(id, row) ? 1 : 0);
            csv.EndLine();
            ids.Add(id);
        }

        return new DayLabels(day, ids.Count, csv.Written);
    }

    private IEnumerable<(ulong Id, int Row)> Flights(DateOnly day, bool full)
    {
        var end = _flights.FirstRowOf(day.AddDays(1));
        for (var row = _flights.FirstRowOf(day); row < end; row++)
        {
            var id = FlightHash.Of(_flights, row);
            if (full || FlightHash.IsInSample(id))
            {
                yield return (id, row);
            }
        }
    }

    private int RowsOf(DateOnly day) => _flights.FirstRowOf(day.AddDays(1)) - _flights.FirstRowOf(day);

    private static CsvBytes NewCsv(int rows, bool labelled)
    {
        var header = labelled ? FlightScorer.LabelledHeader : FlightScorer.Header;
        var csv = new CsvBytes(header.Length + (rows * TypicalRowBytes));
        csv.Lines(header);
        return csv;
    }
}
