using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Feeding;

namespace ServerlessMonitor.Labels;

/// <summary>The outcomes by hour of all rows, or by hour and segment of one definition.</summary>
internal sealed class JoinCells
{
    private readonly FeederSet _feeders;
    private readonly ScatteredBlock _view;
    private readonly bool _isSegment;

    public JoinCells(InferredSchema inferred, RowBlock rows, CellGranularity granularity, TimeZoneInfo? zone, bool isSegment)
    {
        _feeders = new FeederSet(inferred, isSegment);
        _view = new ScatteredBlock(rows);
        _isSegment = isSegment;

        // The spans are known: nothing is folded.
        Cells = new EventCells(granularity, int.MaxValue, zone);
        SegmentOfRow = isSegment ? new int[RowBlock.Capacity] : [];
    }

    public EventCells Cells { get; }

    /// <summary>The segment of each row of the block; −1 for rows of none.</summary>
    public int[] SegmentOfRow { get; }

    public void Feed()
    {
        Cells.Scatter(_view, _isSegment ? SegmentOfRow : null);
        if (_view.Slices.Count > 0)
        {
            _feeders.Outcome!.Feed(_view);
        }
    }

    public OutcomeProfile OutcomeOf(int cell) => _feeders.Outcome!.OutcomeOf(cell);

    public ColumnProfile LabelOf(string name, int cell)
    {
        ColumnProfile label = _feeders.ColumnOf(name, cell);
        if (_isSegment)
        {
            SegmentSummaries.Thin(label);
        }

        return label;
    }
}
