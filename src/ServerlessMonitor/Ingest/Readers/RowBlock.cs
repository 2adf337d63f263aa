using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Up to <see cref="Capacity"/> successive rows of a file by column. Blocks are cut by the ordinal of the row in the file, never by
/// time or buffer, so the same file always gives the same blocks. A block is filled again and again.
/// </summary>
public sealed class RowBlock
{
    /// <summary>Rows of the file that a block covers, rejected ones included.</summary>
    public const int Capacity = 4096;

    private ColumnBlock[] _columns;
    private bool _isHashed;
    private readonly long[] _ordinals = new long[Capacity];
    private readonly long[] _lines = new long[Capacity];
    private readonly ulong[] _hashes = new ulong[Capacity];
    private readonly long[] _ticks = new long[Capacity];
    private long[]? _windowTicks;
    private readonly List<(int BeforeRow, string Reason)> _rejected = [];

    /// <summary>Creates an empty block.</summary>
    /// <param name="columns">Its columns, in order.</param>
    /// <param name="format">How cells are read; null: as usual.</param>
    public RowBlock(IEnumerable<ColumnSchema> columns, CellFormat? format = null)
    {
        _columns = [.. columns.Select(column => new ColumnBlock(column, format))];
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ColumnBlock> Columns => _columns;

    /// <summary>Rows that count.</summary>
    public int Count { get; private set; }

    /// <summary>For each row its place among the file's data rows, rejected ones included, from 0.</summary>
    public ReadOnlySpan<long> Ordinals => _ordinals.AsSpan(0, Count);

    /// <summary>For each row the line it starts on, from 1.</summary>
    public ReadOnlySpan<long> Lines => _lines.AsSpan(0, Count);

    /// <summary>For each row a hash of its cells, the same in every format. Computed when first asked for, after the last row; not for two threads.</summary>
    public ReadOnlySpan<ulong> Hashes
    {
        get
        {
            Span<ulong> hashes = _hashes.AsSpan(0, Count);
            if (!_isHashed)
            {
                foreach (ColumnBlock column in _columns)
                {
                    column.AddHashes(hashes);
                }

                _isHashed = true;
            }

            return hashes;
        }
    }

    /// <summary>For each row its event time in UTC ticks.</summary>
    public ReadOnlySpan<long> EventTicks => _ticks.AsSpan(0, Count);

    /// <summary>For each row the instant in UTC ticks by which it is put into windows: its event time, or what <see cref="NumberWindows"/> gave it.</summary>
    internal ReadOnlySpan<long> WindowTicks => _windowTicks is { } ticks ? ticks.AsSpan(0, Count) : EventTicks;

    /// <summary>Rows left out: the index of the next row that counts, and the reason.</summary>
    public IReadOnlyList<(int BeforeRow, string Reason)> Rejected => _rejected;

    /// <summary>Rows of the file that the block covers.</summary>
    public int Covered => Count + _rejected.Count;

    internal ColumnBlock[] ColumnArray => _columns;

    /// <summary>The last of <see cref="Hashes"/> as far as they are known, to be added to.</summary>
    internal Span<ulong> LastHashes(int rows) => _hashes.AsSpan(Count - rows, rows);

    /// <summary>A view of the same rows with fewer columns.</summary>
    internal RowBlock Without(Func<ColumnBlock, bool> isLeftOut)
    {
        var view = (RowBlock)MemberwiseClone();
        view._columns = [.. _columns.Where(column => !isLeftOut(column))];
        return view;
    }

    /// <summary>Puts the rows into windows by their number, whatever their event times are.</summary>
    /// <param name="ticksOf">The instant that stands for the window of a row, by the row's place in the block.</param>
    internal void NumberWindows(Func<int, long> ticksOf)
    {
        _windowTicks ??= new long[Capacity];
        for (int row = 0; row < Count; row++)
        {
            _windowTicks[row] = ticksOf(row);
        }
    }

    internal void Clear()
    {
        Count = 0;
        _isHashed = false;
        _rejected.Clear();
        foreach (ColumnBlock column in _columns)
        {
            column.Clear();
        }
    }

    /// <summary>Adds a column, missing in the rows so far.</summary>
    internal void AddColumn(ColumnSchema schema)
    {
        var column = new ColumnBlock(schema);
        column.PadTo(Count);
        _columns = [.. _columns, column];
    }

    internal void Reject(string reason) => _rejected.Add((Count, reason));

    /// <summary>Completes a row whose cells have been appended to every column.</summary>
    internal void EndRow(long ordinal, long line, ulong hash, long ticks)
    {
        _ordinals[Count] = ordinal;
        _lines[Count] = line;
        _hashes[Count] = hash;
        _ticks[Count] = ticks;
        Count++;
    }
}
