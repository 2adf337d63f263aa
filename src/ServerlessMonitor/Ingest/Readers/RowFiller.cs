namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Puts rows into blocks: the one way for every format, so that the same rows give the same profile whatever file they come in.</summary>
internal sealed class RowFiller
{
    private readonly RowLayout _layout;
    private readonly BatchIssues _issues;

    public RowFiller(RowLayout layout, BatchIssues issues)
    {
        _layout = layout;
        _issues = issues;
    }

    public RowLayout Layout => _layout;

    /// <summary>Adds a row.</summary>
    /// <returns>Null, or the reason why it cannot be placed in time; it is then not in the block.</returns>
    public string? TryAppend<TCells>(RowBlock block, TCells cells, long ordinal, long line)
        where TCells : struct, IRowCells
    {
        long ticks = _layout.FallbackTicks;
        CellState instant = CellState.Missing;
        int timestamp = _layout.TimestampIndex;
        if (timestamp >= 0 && _layout.ReadEventTime(cells[timestamp], out ticks, out instant) is { } reason)
        {
            return reason;
        }

        ColumnBlock[] columns = block.ColumnArray;
        ulong hash = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            ColumnBlock column = columns[i];
            if (i == timestamp)
            {
                column.AppendInstant(instant, ticks);
                hash += instant == CellState.Present ? column.HashOfInstant(ticks) : 0;
                continue;
            }

            ReadOnlySpan<byte> cell = cells[i];
            CellState state = column.Append(cell);
            if (state == CellState.Invalid)
            {
                _issues.Invalid(line, column.Schema.Name, cell);
            }

            hash += column.HashOfLast(state, cell);
        }

        block.EndRow(ordinal, line, hash, ticks);
        return null;
    }

    /// <summary>Adds the rows of a sample, and what it rejected, to the first block.</summary>
    /// <param name="sample">Rows as text.</param>
    /// <param name="block">The block to fill.</param>
    /// <param name="places">For each column of the layout its place in the sample; −1 where the sample has none.</param>
    public void Replay(RowBlock sample, RowBlock block, int[] places)
    {
        int rejected = 0;
        for (int row = 0; row <= sample.Count; row++)
        {
            for (; rejected < sample.Rejected.Count && sample.Rejected[rejected].BeforeRow == row; rejected++)
            {
                block.Reject(sample.Rejected[rejected].Reason);
            }

            if (row < sample.Count && TryAppend(block, new SampleCells(sample, places, row), sample.Ordinals[row], sample.Lines[row]) is { } reason)
            {
                block.Reject(reason);
                _issues.Reject(sample.Lines[row], reason, sample.ColumnArray[places[_layout.TimestampIndex]].TextOf(row));
            }
        }
    }

    private readonly struct SampleCells(RowBlock sample, int[] places, int row) : IRowCells
    {
        public ReadOnlySpan<byte> this[int column] => places[column] < 0 ? [] : sample.ColumnArray[places[column]].TextOf(row);
    }
}
