using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>The different texts of one block: each cell is hashed once, and everything after works on small numbers.</summary>
internal sealed class BlockDictionary
{
    private const int SlotCount = RowBlock.Capacity * 2;

    private readonly short[] _slots = new short[SlotCount];
    private readonly short[] _codes = new short[RowBlock.Capacity];
    private readonly int[] _rows = new int[RowBlock.Capacity];
    private readonly ulong[] _hashes = new ulong[RowBlock.Capacity];

    /// <summary>How many different texts there are.</summary>
    public int Count { get; private set; }

    /// <summary>For each row the number of its text; −1 where there is none.</summary>
    public ReadOnlySpan<short> Codes => _codes;

    /// <summary>A row with that text.</summary>
    public int RowOf(int code) => _rows[code];

    /// <summary>The hash of that text.</summary>
    public ulong HashOf(int code) => _hashes[code];

    public void Fill(ColumnBlock column)
    {
        Count = 0;
        Array.Clear(_slots);
        for (int row = 0; row < column.Count; row++)
        {
            ReadOnlySpan<byte> text = column.TextOf(row);
            _codes[row] = text.IsEmpty ? (short)-1 : CodeOf(column, row, text);
        }
    }

    private short CodeOf(ColumnBlock column, int row, ReadOnlySpan<byte> text)
    {
        ulong hash = StableHash64.OfBytes(text);
        int slot = (int)(hash & (SlotCount - 1));
        while (_slots[slot] != 0)
        {
            int code = _slots[slot] - 1;
            if (_hashes[code] == hash && column.TextOf(_rows[code]).SequenceEqual(text))
            {
                return (short)code;
            }

            slot = (slot + 1) & (SlotCount - 1);
        }

        _hashes[Count] = hash;
        _rows[Count] = row;
        _slots[slot] = (short)(Count + 1);
        return (short)Count++;
    }
}
