using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Feeds the profiles of one column: counts here, values in the derived types.</summary>
internal abstract class ColumnFeeder : IBlockFeeder
{
    private readonly int _index;
    private readonly CellList<ColumnProfile> _cells;

    /// <param name="schema">The column.</param>
    /// <param name="index">Its place in the file.</param>
    protected ColumnFeeder(ColumnSchema schema, int index)
    {
        Schema = schema;
        _index = index;
        _cells = new CellList<ColumnProfile>(() => new ColumnProfile(schema, IsSegment), static (profile, other) => profile.Merge(other));
    }

    public ColumnSchema Schema { get; }

    /// <summary>Whether it feeds segments.</summary>
    public bool IsSegment { get; set; }

    /// <summary>The feeder for a column that is no class.</summary>
    public static ColumnFeeder Create(ColumnSchema schema, int index)
    {
        ColumnSummaries summaries = SummaryResolver.Resolve(schema.Kind, schema.Role);
        return schema switch
        {
            { Role: ColumnRole.Ignored } => new CountFeeder(schema, index),
            { Role: ColumnRole.Timestamp } => new NumberFeeder(schema, index),
            { Kind: ColumnKind.Numeric or ColumnKind.Timestamp } => new NumberFeeder(schema, index),
            { Kind: ColumnKind.Boolean } => new BooleanFeeder(schema, index),
            _ when summaries.HasFlag(ColumnSummaries.Items) => new CategoryFeeder(schema, index),
            _ => new TextFeeder(schema, index),
        };
    }

    public ColumnProfile ProfileOf(int cell) => _cells[cell];

    public void Fold(int[] cells) => _cells.Fold(cells);

    public void Feed(ScatteredBlock block)
    {
        ColumnBlock column = ColumnOf(block);
        bool isFull = column.IsFull;
        Begin(column);
        foreach (CellSlice slice in block.Slices)
        {
            ColumnProfile profile = _cells[slice.Cell];
            if (isFull)
            {
                profile.Present += slice.Count;
            }
            else
            {
                Count(block, column, slice, profile);
            }

            FeedSlice(block, column, slice, profile, isFull);
        }
    }

    public ColumnBlock ColumnOf(ScatteredBlock block) => block.Rows.ColumnArray[_index];

    /// <summary>Prepares for the slices of a block.</summary>
    protected virtual void Begin(ColumnBlock column)
    {
    }

    /// <summary>Adds the values of one cell's rows.</summary>
    protected abstract void FeedSlice(ScatteredBlock block, ColumnBlock column, CellSlice slice, ColumnProfile profile, bool isFull);

    private static void Count(ScatteredBlock block, ColumnBlock column, CellSlice slice, ColumnProfile profile)
    {
        Span<int> counts = stackalloc int[6];
        counts.Clear();
        ReadOnlySpan<CellState> states = column.States;
        for (int place = slice.Start; place < slice.Start + slice.Count; place++)
        {
            counts[(int)states[block.RowAt(place)]]++;
        }

        profile.Present += counts[(int)CellState.Present];
        profile.Missing += counts[(int)CellState.Missing];
        profile.Invalid += counts[(int)CellState.Invalid];
        profile.NaN += counts[(int)CellState.NaN];
        profile.PositiveInfinity += counts[(int)CellState.PositiveInfinity];
        profile.NegativeInfinity += counts[(int)CellState.NegativeInfinity];
    }
}
