using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>A block of rows, and which of them belong to which cell.</summary>
internal sealed class ScatteredBlock
{
    private int _pending;

    public ScatteredBlock(IEnumerable<ColumnSchema> columns, CellFormat format)
        : this(new RowBlock(columns, format))
    {
    }

    public ScatteredBlock(RowBlock rows)
    {
        Rows = rows;
    }

    public RowBlock Rows { get; set; }

    /// <summary>Row numbers by cell; only valid when the block <see cref="IsScattered"/>.</summary>
    public int[] Order { get; } = new int[RowBlock.Capacity];

    /// <summary>The cell of each row; only valid when the block <see cref="IsScattered"/>.</summary>
    public int[] CellOfRow { get; } = new int[RowBlock.Capacity];

    /// <summary>Each cell's rows, in order of appearance.</summary>
    public List<CellSlice> Slices { get; } = [];

    /// <summary>Whether the rows are of several cells, or some are of none; else they are one slice in their own order.</summary>
    public bool IsScattered { get; set; }

    /// <summary>Set when cells were joined before this block: the new number of every cell so far.</summary>
    public int[]? Fold { get; set; }

    /// <summary>Says how many groups still have to see the block.</summary>
    public void Expect(int groups) => Volatile.Write(ref _pending, groups);

    /// <summary>Whether the caller was the last to be done with it.</summary>
    public bool Done() => Interlocked.Decrement(ref _pending) == 0;

    /// <summary>The cell of a row.</summary>
    public int CellOf(int row) => IsScattered ? CellOfRow[row] : Slices[0].Cell;

    /// <summary>The row at a place of the order.</summary>
    public int RowAt(int place) => IsScattered ? Order[place] : place;
}
