using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Co-moments of the numeric features of each cell.</summary>
internal sealed class FeatureMomentsFeeder : IBlockFeeder
{
    /// <summary>Numbers that all cells may hold: 64 MB. A file of more hours than fit for its columns keeps no co-moments.</summary>
    public const long MostNumbers = 8L << 20;

    // Rows at a time: a block of some twenty columns stays in the second-level cache.
    private const int ChunkRows = 512;

    private readonly string[] _names;
    private readonly int[] _indexes;
    private readonly double[] _scratch;
    private readonly CellList<FeatureMoments> _cells;
    private bool _closed;

    private FeatureMomentsFeeder(string[] names, int[] indexes)
    {
        _names = names;
        _indexes = indexes;
        _scratch = new double[names.Length * ChunkRows];
        _cells = new CellList<FeatureMoments>(() => new FeatureMoments(_names), static (moments, other) => moments.Merge(other));
    }

    /// <summary>The feeder for a file; null where it has fewer than two numeric features. Of too many features the first count.</summary>
    public static FeatureMomentsFeeder? Create(IReadOnlyList<ColumnSchema> columns)
    {
        int[] indexes = [.. Enumerable.Range(0, columns.Count)
            .Where(i => columns[i] is { Kind: ColumnKind.Numeric, Role: ColumnRole.Feature })
            .Take(PairMoments.MaxDimension)];
        return indexes.Length < 2 ? null : new FeatureMomentsFeeder([.. indexes.Select(i => columns[i].Name)], indexes);
    }

    /// <summary>The co-moments of a cell; null where the file has too many cells to keep them.</summary>
    public FeatureMoments? MomentsOf(int cell) => _closed ? null : _cells[cell];

    public void Fold(int[] cells)
    {
        if (!_closed)
        {
            _cells.Fold(cells);
        }
    }

    public void Feed(ScatteredBlock block)
    {
        foreach (CellSlice slice in block.Slices)
        {
            if (_closed || (slice.Cell + 1L) * _names.Length * _names.Length * 3 > MostNumbers)
            {
                _closed = true;
                return;
            }

            FeatureMoments moments = _cells[slice.Cell];
            for (int start = slice.Start; start < slice.Start + slice.Count; start += ChunkRows)
            {
                int rows = Math.Min(ChunkRows, slice.Start + slice.Count - start);
                Gather(block, start, rows);
                moments.Sums.AddColumns(_scratch.AsSpan(0, rows * _names.Length), rows);
            }
        }
    }

    private void Gather(ScatteredBlock block, int start, int rows)
    {
        for (int i = 0; i < _indexes.Length; i++)
        {
            ColumnBlock column = block.Rows.ColumnArray[_indexes[i]];
            ReadOnlySpan<double> numbers = column.Numbers;
            ReadOnlySpan<CellState> states = column.States;
            Span<double> target = _scratch.AsSpan(i * rows, rows);
            if (!block.IsScattered)
            {
                GatherInOrder(column, numbers.Slice(start, rows), states.Slice(start, rows), target);
                continue;
            }

            for (int place = 0; place < rows; place++)
            {
                int row = block.RowAt(start + place);
                target[place] = states[row] == CellState.Present ? numbers[row] : double.NaN;
            }
        }
    }

    private static void GatherInOrder(ColumnBlock column, ReadOnlySpan<double> numbers, ReadOnlySpan<CellState> states, Span<double> target)
    {
        numbers.CopyTo(target);
        if (column.IsFull)
        {
            return;
        }

        for (int row = states.IndexOfAnyExcept(CellState.Present), next; row >= 0; row = next < 0 ? -1 : row + 1 + next)
        {
            target[row] = double.NaN;
            next = states[(row + 1)..].IndexOfAnyExcept(CellState.Present);
        }
    }
}
