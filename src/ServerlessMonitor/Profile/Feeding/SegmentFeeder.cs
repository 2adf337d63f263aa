using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Feeds the profiles of the segments of one definition, by segment and hour. What it does not depend on is how the file's hours as a whole are folded.</summary>
internal sealed class SegmentFeeder : IBlockFeeder
{
    private readonly SegmentNumbers _numbers;
    private readonly EventCells _cells;
    private readonly FeederSet _feeders;
    private readonly ScatteredBlock _view = new(new RowBlock([]));

    private SegmentFeeder(SegmentDefinition definition, SegmentNumbers numbers, EventCells cells, FeederSet feeders)
    {
        Definition = definition;
        _numbers = numbers;
        _cells = cells;
        _feeders = feeders;
    }

    /// <summary>The segments.</summary>
    public SegmentDefinition Definition { get; }

    /// <summary>How much event time one of its profiles spans.</summary>
    public CellGranularity Granularity => _cells.Granularity;

    /// <summary>The most profiles.</summary>
    public int Limit => _cells.Limit;

    /// <summary>Whether so many new values came that some were not told apart.</summary>
    public bool IsFull => _numbers.IsFull;

    /// <summary>The feeders of all definitions; together they make as many profiles at most as the hours of a file may be.</summary>
    public static SegmentFeeder[] Create(BatchContext context, InferredSchema inferred, CellGranularity granularity)
    {
        bool classifies = inferred.Schema.Task is ModelTask.Binary or ModelTask.Multiclass;
        int limit = BatchProfile.CellLimitOf(inferred.FileColumns.Count) / Math.Max(1, context.Segments.Count);
        return [.. context.Segments.Select(definition => new SegmentFeeder(
            definition,
            new SegmentNumbers(definition, inferred.FileColumns, context.SegmentValues.Of(definition.Column), classifies),
            new EventCells(granularity, limit),
            new FeederSet(inferred, isSegment: true)))];
    }

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
}
