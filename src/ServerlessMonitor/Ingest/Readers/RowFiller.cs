namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Puts rows into blocks: the one way for every format, so that the same rows give the same profile whatever file they come in.</summary>
internal sealed class RowFiller
{
    private readonly RowLayout _layout;
    private readonly BatchIssues _issues;
    private readonly RawRows _raw;
    private readonly List<(int Row, int Column)> _invalid = [];

    public RowFiller(RowLayout layout, BatchIssues issues)
    {
        _layout = layout;
        _issues = issues;
        _raw = new RawRows(layout.Columns.Count);
    }

    public RowLayout Layout => _layout;

    /// <summary>Adds a row; its cells are read by <see cref="Complete"/>.</summary>
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

        ulong hash = 0;
        if (timestamp >= 0)
        {
            ColumnBlock column = block.ColumnArray[timestamp];
            column.AppendInstant(instant, ticks);
            hash = instant == CellState.Present ? column.HashOfInstant(ticks) : 0;
        }

        _raw.Add(cells);
        block.EndRow(ordinal, line, hash, ticks);
        if (_raw.Count == RawRows.Capacity)
        {
            Complete(block);
        }

        return null;
    }

    /// <summary>Reads the cells of the rows that were added: to be called when the block has all its rows.</summary>
    public void Complete(RowBlock block)
    {
        ColumnBlock[] columns = block.ColumnArray;
        int first = block.Count - _raw.Count;
        for (int i = 0; i < columns.Length; i++)
        {
            if (i == _layout.TimestampIndex)
            {
                continue;
            }

            int known = columns[i].CountOf(CellState.Invalid);
            columns[i].Append(_raw, i, block.LastHashes(_raw.Count));
            if (columns[i].CountOf(CellState.Invalid) > known)
            {
                FindInvalid(columns[i].States[first..], i);
            }
        }

        // As they stand in the file.
        _invalid.Sort();
        foreach ((int row, int column) in _invalid)
        {
            _issues.Invalid(block.Lines[first + row], columns[column].Schema.Name, _raw.Cell(column, row));
        }

        _invalid.Clear();
        _raw.Clear();
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

        Complete(block);
    }

    private void FindInvalid(ReadOnlySpan<CellState> states, int column)
    {
        for (int row = 0; row < states.Length; row++)
        {
            if (states[row] == CellState.Invalid)
            {
                _invalid.Add((row, column));
            }
        }
    }

    private readonly struct SampleCells(RowBlock sample, int[] places, int row) : IRowCells
    {
        public ReadOnlySpan<byte> Line => [];

        public ReadOnlySpan<byte> this[int column] => places[column] < 0 ? [] : sample.ColumnArray[places[column]].TextOf(row);
    }
}
