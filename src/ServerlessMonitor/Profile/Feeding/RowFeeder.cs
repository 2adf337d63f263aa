using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>What concerns whole rows: how many, when, repeated or rejected.</summary>
internal sealed class RowFeeder : IRowFeeder
{
    /// <summary>
    /// Rows whose hashes are kept to find repetitions, over all cells: at most 9 MB. Beyond, the cells that have not seen rows for longest are closed,
    /// so that a file in the order of time, however long, is counted in full.
    /// </summary>
    public const int MostHeldRows = 200_000;

    private readonly int _idIndex;
    private readonly ulong[] _ids = new ulong[RowBlock.Capacity];
    private readonly CellList<RowTotals> _cells = new(static () => new RowTotals(), static (totals, other) => totals.Merge(other));
    private readonly Dictionary<string, long> _unplaced = new(StringComparer.Ordinal);
    private readonly ulong[] _scratch = new ulong[RowBlock.Capacity];
    private int _lastCell = -1;
    private long _block;
    private long _held;

    /// <param name="idIndex">The place of the id column in the file; −1 where there is none.</param>
    public RowFeeder(int idIndex)
    {
        _idIndex = idIndex;
    }

    public RowTotals TotalsOf(int cell) => _cells[cell];

    public void Fold(int[] cells)
    {
        _cells.Fold(cells);
        _held = _cells.Made.Sum(totals => (long)totals.Repeats.Held);
        _lastCell = _lastCell < 0 ? -1 : cells[_lastCell];
    }

    public void Feed(ScatteredBlock block)
    {
        RowBlock rows = block.Rows;
        _block++;
        foreach (CellSlice slice in block.Slices)
        {
            FeedSlice(block, rows, slice);
        }

        Reject(block, rows);
    }

    private void FeedSlice(ScatteredBlock block, RowBlock rows, CellSlice slice)
    {
        RowTotals totals = _cells[slice.Cell];
        totals.Rows += slice.Count;
        ReadOnlySpan<long> ticks = rows.EventTicks;
        ReadOnlySpan<ulong> hashes = rows.Hashes;
        for (int i = 0; i < slice.Count; i++)
        {
            int row = block.RowAt(slice.Start + i);
            totals.FirstTicks = Math.Min(totals.FirstTicks, ticks[row]);
            totals.LastTicks = Math.Max(totals.LastTicks, ticks[row]);
            _scratch[i] = hashes[row];
        }

        totals.Hashes.AddHashes(_scratch.AsSpan(0, slice.Count));
        CountRepeats(totals.Repeats, _scratch.AsSpan(0, slice.Count), totals.Repeats.IsClosed ? [] : HashIds(block, slice));
    }

    private ReadOnlySpan<ulong> HashIds(ScatteredBlock block, CellSlice slice)
    {
        if (_idIndex < 0 || block.Rows.ColumnArray[_idIndex] is not { IsText: true } column)
        {
            return [];
        }

        int count = 0;
        for (int place = slice.Start; place < slice.Start + slice.Count; place++)
        {
            ReadOnlySpan<byte> id = column.TextOf(block.RowAt(place));
            if (!id.IsEmpty)
            {
                _ids[count++] = StableHash64.OfBytes(id);
            }
        }

        return _ids.AsSpan(0, count);
    }

    private void CountRepeats(RepeatCounter repeats, ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> ids)
    {
        _held -= repeats.Held;
        repeats.Add(rows, ids, _block);
        _held += repeats.Held;
        while (_held > MostHeldRows)
        {
            RepeatCounter oldest = _cells.Made.Select(totals => totals.Repeats).Where(counter => counter.Held > 0).MinBy(counter => counter.LastBlock)!;
            _held -= oldest.Held;
            oldest.Close();
        }
    }

    /// <summary>A rejected row counts with the row before it, as it may have no time of its own; the first ones with the row after.</summary>
    private void Reject(ScatteredBlock block, RowBlock rows)
    {
        foreach ((int beforeRow, string reason) in rows.Rejected)
        {
            int cell = beforeRow > 0 ? block.CellOf(beforeRow - 1) : _lastCell;
            if (cell < 0 && rows.Count > 0)
            {
                cell = block.CellOf(0);
            }

            if (cell < 0)
            {
                _unplaced[reason] = _unplaced.GetValueOrDefault(reason) + 1;
            }
            else
            {
                _cells[cell].Reject(reason, 1);
            }
        }

        if (rows.Count > 0)
        {
            _lastCell = block.CellOf(rows.Count - 1);
            foreach (KeyValuePair<string, long> pair in _unplaced)
            {
                _cells[block.CellOf(0)].Reject(pair.Key, pair.Value);
            }

            _unplaced.Clear();
        }
    }
}
