namespace ServerlessMonitor.Profile.Feeding;

/// <summary>How many rows a segment has, and when. Repeated and rejected rows are counted for the file as a whole.</summary>
internal sealed class SegmentRowFeeder : IRowFeeder
{
    private readonly CellList<RowTotals> _cells = new(static () => new RowTotals(), static (totals, other) => totals.Merge(other));

    public RowTotals TotalsOf(int cell) => _cells[cell];

    public void Fold(int[] cells) => _cells.Fold(cells);

    public void Feed(ScatteredBlock block)
    {
        ReadOnlySpan<long> ticks = block.Rows.EventTicks;
        foreach (CellSlice slice in block.Slices)
        {
            RowTotals totals = _cells[slice.Cell];
            totals.Rows += slice.Count;
            for (int place = slice.Start; place < slice.Start + slice.Count; place++)
            {
                long at = ticks[block.RowAt(place)];
                totals.FirstTicks = Math.Min(totals.FirstTicks, at);
                totals.LastTicks = Math.Max(totals.LastTicks, at);
            }
        }
    }
}
