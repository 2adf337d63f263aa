using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Feeds the profiles of the segments of one definition, by segment and hour. Where there are too many they are folded into days, whether the file's own hours are or not.</summary>
internal sealed class SegmentFeeder : IBlockFeeder
{
    // A cell that so many blocks had no rows for is probably over: in files by time all but the last hours' are.
    private const int IdleBlocks = 16;

    private static readonly TimeSpan LongestMonth = TimeSpan.FromDays(31);

    private readonly SegmentNumbers _numbers;
    private readonly EventCells _cells;
    private readonly FeederSet _feeders;
    private readonly ScatteredBlock _view = new(new RowBlock([]));
    private readonly List<long> _lastBlock = [];
    private long _block;

    private readonly CellGranularity _first;

    private SegmentFeeder(SegmentDefinition definition, SegmentNumbers numbers, EventCells cells, FeederSet feeders)
    {
        Definition = definition;
        _numbers = numbers;
        _cells = cells;
        _first = cells.Granularity;
        _feeders = feeders;
    }

    /// <summary>The segments.</summary>
    public SegmentDefinition Definition { get; }

    /// <summary>What its profiles span.</summary>
    public CellGranularity Granularity => _cells.Granularity;

    /// <summary>What its profiles span, where they were folded because they were too many; else null.</summary>
    public string? FoldedInto => _cells.Granularity == _first ? null : _cells.Granularity switch
    {
        CellGranularity.Day => "by day",
        CellGranularity.Month => "by month",
        _ => "for the file as a whole",
    };

    /// <summary>How long that is at most.</summary>
    /// <param name="file">The event times of the file.</param>
    public TimeSpan SpanOf(TimeWindow file) => _cells.Granularity switch
    {
        _ when FoldedInto is null => TimeSpan.Zero,
        CellGranularity.Day => TimeSpan.FromDays(1),
        CellGranularity.Month => LongestMonth,
        _ => file.Duration + LongestMonth,
    };

    /// <summary>The most profiles.</summary>
    public int Limit => _cells.Limit;

    /// <summary>How many more values may have a segment.</summary>
    public int Room => _numbers.Room;

    /// <summary>Whether so many new values came that some were not told apart.</summary>
    public bool IsFull => _numbers.IsFull;

    /// <summary>The feeders of all definitions; together they make half as many profiles at most as the hours of a file may be, which is 400 MB.</summary>
    public static SegmentFeeder[] Create(BatchContext context, InferredSchema inferred, CellGranularity granularity)
    {
        SegmentNumbers[] numbers = NumbersOf(context, inferred);
        return [.. context.Segments.Select((definition, i) => new SegmentFeeder(
            definition, numbers[i], new EventCells(granularity, LimitOf(context, inferred), context.Monitor.TimeZone), new FeederSet(inferred, isSegment: true)))];
    }

    /// <summary>What numbers the segments of each definition: every time the same for the same file.</summary>
    public static SegmentNumbers[] NumbersOf(BatchContext context, InferredSchema inferred)
    {
        bool classifies = inferred.Schema.Task is ModelTask.Binary or ModelTask.Multiclass;
        return [.. context.Segments.Select(definition => new SegmentNumbers(
            definition, inferred.FileColumns, context.SegmentValues.Of(definition.Column), classifies, LimitOf(context, inferred)))];
    }

    private static int LimitOf(BatchContext context, InferredSchema inferred) =>
        BatchProfile.CellLimitOf(inferred.FileColumns.Count) / 2 / Math.Max(1, context.Segments.Count);

    public void Fold(int[] cells)
    {
        // Its own cells are folded when they are too many.
    }

    public void Feed(ScatteredBlock block)
    {
        _view.Rows = block.Rows;
        _numbers.Number(block.Rows);
        _cells.Scatter(_view, _numbers.OfRow);
        foreach (IBlockFeeder feeder in _feeders.Units)
        {
            if (_view.Fold is { } fold)
            {
                feeder.Fold(fold);
            }

            if (_view.Slices.Count > 0)
            {
                feeder.Feed(_view);
            }
        }

        ThinIdle();
    }

    /// <summary>The profiles, each with its segment and the start of its span in UTC ticks, and whether its value was not known before.</summary>
    /// <param name="unnamed">Columns that turned out not to be in the file.</param>
    public IEnumerable<(SegmentKey Segment, long Start, bool IsNew, DatasetProfile Profile)> Profiles(IReadOnlyCollection<string> unnamed)
    {
        HashSet<int> fresh = [.. _numbers.Candidates];
        for (int cell = 0; cell < _cells.Starts.Count; cell++)
        {
            int segment = _cells.Segments[cell];
            yield return (_numbers.Keys[segment], _cells.Starts[cell], fresh.Contains(segment), _feeders.ProfileOf(cell, unnamed));
        }
    }

    /// <summary>Fifty segments of each hour of a day would else hold all their numbers until the end of the file. It depends on the file's blocks alone.</summary>
    private void ThinIdle()
    {
        _block++;
        if (_view.Fold is not null)
        {
            _lastBlock.Clear();
        }

        while (_lastBlock.Count < _cells.Starts.Count)
        {
            _lastBlock.Add(_block);
        }

        foreach (CellSlice slice in _view.Slices)
        {
            _lastBlock[slice.Cell] = _block;
        }

        for (int cell = 0; _block % IdleBlocks == 0 && cell < _lastBlock.Count; cell++)
        {
            if (_lastBlock[cell] <= _block - IdleBlocks)
            {
                _feeders.Thin(cell);
                _lastBlock[cell] = long.MaxValue;
            }
        }
    }
}
