using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// The text of some rows, and where in it each cell stands, column by column: rows come in one after the other, and then each column is read in one go,
/// which the processor predicts far better than cells of thirty kinds in turn. So few rows stay in its nearest caches.
/// </summary>
internal sealed class RawRows
{
    /// <summary>The most rows.</summary>
    public const int Capacity = 128;

    /// <summary>Bytes before the first cell, so that as many before the end of any cell can be read at once.</summary>
    public const int Margin = PlainDecimal.Reach;

    // Not a power of two, or the columns would compete for the same few places of the cache.
    private const int Stride = Capacity + 16;

    private readonly int _columns;

    // By column, then by row. A cell ends one byte before the next one of its row starts.
    private readonly int[] _starts;
    private byte[] _bytes = new byte[Capacity * 64];
    private int _end = Margin;

    public RawRows(int columns)
    {
        _columns = columns;
        _starts = new int[(columns + 1) * Stride];
    }

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>All text, <see cref="Margin"/> included.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _end);

    /// <summary>Forgets the rows, keeps the memory.</summary>
    public void Clear()
    {
        _end = Margin;
        Count = 0;
    }

    /// <summary>Where the cells of a column start.</summary>
    public ReadOnlySpan<int> StartsOf(int column) => _starts.AsSpan(column * Stride, Count);

    /// <summary>A cell.</summary>
    public ReadOnlySpan<byte> Cell(int column, int row)
    {
        int at = (column * Stride) + row;
        int start = _starts[at];
        return _bytes.AsSpan(start, _starts[at + Stride] - 1 - start);
    }

    /// <summary>Adds a row.</summary>
    public void Add<TCells>(TCells cells)
        where TCells : struct, IRowCells
    {
        ReadOnlySpan<byte> line = cells.Line;
        if (line.IsEmpty || !TryAddLine(cells, line))
        {
            AddEach(cells);
        }

        Count++;
    }

    /// <summary>Copies all of the row at once, if its cells stand side by side in the line with a separator of one byte between them.</summary>
    private bool TryAddLine<TCells>(TCells cells, ReadOnlySpan<byte> line)
        where TCells : struct, IRowCells
    {
        Reserve(line.Length + 1);
        ref byte first = ref MemoryMarshal.GetReference(line);
        int next = 0;
        Span<int> starts = _starts.AsSpan(Count);
        for (int column = 0; column < _columns; column++)
        {
            ReadOnlySpan<byte> cell = cells[column];
            if (Unsafe.ByteOffset(ref first, ref MemoryMarshal.GetReference(cell)) != next || cell.Length > line.Length - next)
            {
                return false;
            }

            starts[column * Stride] = _end + next;
            next += cell.Length + 1;
        }

        starts[_columns * Stride] = _end + next;
        line[..(next - 1)].CopyTo(_bytes.AsSpan(_end));
        _end += next;
        return true;
    }

    private void AddEach<TCells>(TCells cells)
        where TCells : struct, IRowCells
    {
        for (int column = 0; column < _columns; column++)
        {
            ReadOnlySpan<byte> cell = cells[column];
            Reserve(cell.Length + 1);
            cell.CopyTo(_bytes.AsSpan(_end));
            _starts[(column * Stride) + Count] = _end;
            _end += cell.Length + 1;
        }

        _starts[(_columns * Stride) + Count] = _end;
    }

    private void Reserve(int more)
    {
        if (more > _bytes.Length - _end)
        {
            Array.Resize(ref _bytes, Math.Max((int)Math.Min(Array.MaxLength, _bytes.Length * 2L), checked(_end + more)));
        }
    }
}
