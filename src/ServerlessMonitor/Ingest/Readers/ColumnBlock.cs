using System.Runtime.CompilerServices;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>One column's cells of a <see cref="RowBlock"/>: numbers as doubles, text as UTF-8 bytes.</summary>
public sealed class ColumnBlock
{
    // Bytes that are copied at once, whatever the length of a shorter text.
    private const int ShortText = 16;

    private readonly CellState[] _states = new CellState[RowBlock.Capacity];
    private readonly int[] _unusual = new int[6];
    private readonly double[] _numbers;
    private readonly int[] _ends;
    private readonly Reading _reading;
    private readonly CellFormat _format;
    private readonly ulong _seed;
    private byte[] _bytes = [];

    /// <summary>Creates an empty column.</summary>
    /// <param name="schema">The column.</param>
    /// <param name="format">How its cells are read; null: as usual.</param>
    public ColumnBlock(ColumnSchema schema, CellFormat? format = null)
    {
        Schema = schema;
        _format = format ?? CellFormat.Usual;
        _reading = ReadingOf(schema);
        _seed = StableHash64.OfBytes(Encoding.UTF8.GetBytes(schema.Name));
        _numbers = _reading is Reading.Number or Reading.Boolean or Reading.Timestamp ? new double[RowBlock.Capacity] : [];
        _ends = _reading == Reading.Text ? new int[RowBlock.Capacity + 1] : [];
    }

    private enum Reading
    {
        Presence,
        Number,
        Boolean,
        Timestamp,
        Text,
    }

    /// <summary>Name, kind and role.</summary>
    public ColumnSchema Schema { get; }

    /// <summary>Cells in the block.</summary>
    public int Count { get; private set; }

    /// <summary>What each cell holds.</summary>
    public ReadOnlySpan<CellState> States => _states.AsSpan(0, Count);

    /// <summary>
    /// Numeric, boolean (0 or 1) and timestamp columns (seconds since 1970-01-01 UTC): the values; 0 where the cell is not
    /// <see cref="CellState.Present"/>. Empty for text.
    /// </summary>
    public ReadOnlySpan<double> Numbers => _numbers.AsSpan(0, Math.Min(Count, _numbers.Length));

    /// <summary>Whether the column holds text.</summary>
    public bool IsText => _reading == Reading.Text;

    /// <summary>Whether every cell is present.</summary>
    public bool IsFull => !_unusual.AsSpan().ContainsAnyExcept(0);

    /// <summary>How many cells are in a state.</summary>
    public int CountOf(CellState state) => state == CellState.Present ? Count - _unusual.Sum() : _unusual[(int)state];

    /// <summary>Categorical and text columns: the bytes of a cell; empty where it is missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> TextOf(int row) => _bytes.AsSpan(_ends[row], _ends[row + 1] - _ends[row]);

    /// <summary>Forgets the cells, keeps the memory.</summary>
    internal void Clear()
    {
        Count = 0;
        Array.Clear(_unusual);
    }

    /// <summary>Adds the next row's cell to a column of text.</summary>
    internal void Append(ReadOnlySpan<byte> utf8)
    {
        int end = _ends[Count];
        Reserve(end, utf8.Length);
        utf8.CopyTo(_bytes.AsSpan(end));
        _ends[Count + 1] = end + utf8.Length;
        Note(utf8.IsEmpty ? CellState.Missing : CellState.Present);
    }

    /// <summary>Adds the next row's cell to a column of numbers.</summary>
    internal void Append(CellState state, double value)
    {
        _numbers[Count] = value;
        Note(state);
    }

    /// <summary>
    /// Adds to each row's hash what its cell gives to it: by value, so that 1.5 and 1.50 are the same row, and by name, so that the order of columns does
    /// not matter. A missing cell gives nothing. What cells gave when they were read is not added again.
    /// </summary>
    internal void AddHashes(Span<ulong> hashes)
    {
        if (_reading == Reading.Number && _format.Numbers is null)
        {
            NumberColumn.AddHashes(Numbers, States, _seed, hashes);
        }
        else if (_reading == Reading.Text)
        {
            for (int row = 0; row < hashes.Length; row++)
            {
                ReadOnlySpan<byte> text = TextOf(row);
                hashes[row] += text.IsEmpty ? 0 : StableHash64.OfBytes(text, _seed);
            }
        }
    }

    /// <summary>Adds the cells of the next rows.</summary>
    /// <param name="raw">The rows.</param>
    /// <param name="place">The column's place in them.</param>
    /// <param name="hashes">
    /// One for each row, to which is added what its cell gives to the row's hash and cannot be told afterwards (<see cref="AddHashes"/>).
    /// </param>
    internal void Append(RawRows raw, int place, Span<ulong> hashes)
    {
        if (_reading == Reading.Number && _format.Numbers is null)
        {
            AppendNumbers(raw, place, hashes);
            return;
        }

        if (_reading == Reading.Text)
        {
            AppendTexts(raw, place, hashes.Length);
            return;
        }

        for (int row = 0; row < hashes.Length; row++)
        {
            hashes[row] += AppendOther(raw.Cell(place, row));
        }
    }

    /// <summary>The same for the row's event time.</summary>
    internal ulong HashOfInstant(long ticks) => StableHash64.OfUInt64(_seed ^ (ulong)ticks);

    /// <summary>Adds missing cells up to a count of rows.</summary>
    internal void PadTo(int count)
    {
        while (Count < count)
        {
            Append([]);
        }
    }

    /// <summary>Adds the next row's instant, which the caller has read already.</summary>
    internal void AppendInstant(CellState state, long ticks)
    {
        _numbers[Count] = state == CellState.Present ? SecondsOf(ticks) : 0;
        Note(state);
    }

    private static double SecondsOf(long ticks) => (ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;

    private static Reading ReadingOf(ColumnSchema schema) => (schema.Role, schema.Kind) switch
    {
        (ColumnRole.Ignored, _) => Reading.Presence,
        (ColumnRole.Timestamp, _) => Reading.Timestamp,
        (_, ColumnKind.Numeric) => Reading.Number,
        (_, ColumnKind.Boolean) => Reading.Boolean,
        (_, ColumnKind.Timestamp) => Reading.Timestamp,
        _ => Reading.Text,
    };

    private static CellState ReadBoolean(ReadOnlySpan<byte> utf8, out double value)
    {
        ReadOnlySpan<byte> text = utf8.Trim(" \t"u8);
        bool yes = NumberParser.Is(text, "true"u8) || text.SequenceEqual("1"u8);
        value = yes ? 1 : 0;
        if (yes || NumberParser.Is(text, "false"u8) || text.SequenceEqual("0"u8))
        {
            return CellState.Present;
        }

        return NumberParser.IsMissing(text) ? CellState.Missing : CellState.Invalid;
    }

    private CellState ReadTimestamp(ReadOnlySpan<byte> utf8, out double seconds)
    {
        if (_format.ReadTime(utf8, out long ticks) == TimestampState.Instant)
        {
            seconds = SecondsOf(ticks);
            return CellState.Present;
        }

        seconds = 0;
        return NumberParser.IsMissing(utf8) ? CellState.Missing : CellState.Invalid;
    }

    /// <summary>Adds the next row's cell.</summary>
    /// <returns>Its part of the row's hash.</returns>
    private ulong AppendOther(ReadOnlySpan<byte> utf8)
    {
        double value = 0;
        CellState state = _reading switch
        {
            Reading.Number => _format.ReadNumber(utf8, out value),
            Reading.Boolean => ReadBoolean(utf8, out value),
            Reading.Timestamp => ReadTimestamp(utf8, out value),
            _ => utf8.IsEmpty ? CellState.Missing : CellState.Present,
        };
        bool isNumber = _numbers.Length > 0;
        if (isNumber)
        {
            _numbers[Count] = value;
        }

        Note(state);
        return isNumber && state == CellState.Present ? StableHash64.OfUInt64(_seed ^ BitConverter.DoubleToUInt64Bits(value)) : HashOfText(state, utf8);
    }

    private void AppendNumbers(RawRows raw, int place, Span<ulong> hashes)
    {
        Span<double> values = _numbers.AsSpan(Count, hashes.Length);
        Span<CellState> states = _states.AsSpan(Count, hashes.Length);
        Count += hashes.Length;
        if (NumberColumn.Read(raw, place, values, states, _unusual))
        {
            for (int row = 0; row < hashes.Length; row++)
            {
                hashes[row] += states[row] == CellState.Present ? 0 : HashOfText(states[row], raw.Cell(place, row));
            }
        }
    }

    private void AppendTexts(RawRows raw, int place, int rows)
    {
        ReadOnlySpan<byte> text = raw.Bytes;
        ReadOnlySpan<int> starts = raw.StartsOf(place);
        ReadOnlySpan<int> nexts = raw.StartsOf(place + 1);
        Span<CellState> states = _states.AsSpan(Count, rows);
        Span<int> ends = _ends.AsSpan(Count, rows + 1);
        int end = ends[0];
        for (int row = 0; row < rows; row++)
        {
            int start = starts[row];
            int length = nexts[row] - 1 - start;
            Reserve(end, Math.Max(length, ShortText));
            if (length <= ShortText && start <= text.Length - ShortText)
            {
                // What is copied too much is written over by the next cell.
                text.Slice(start, ShortText).CopyTo(_bytes.AsSpan(end));
            }
            else
            {
                text.Slice(start, length).CopyTo(_bytes.AsSpan(end));
            }

            end += length;
            ends[row + 1] = end;
            states[row] = length == 0 ? CellState.Missing : CellState.Present;
            _unusual[(int)CellState.Missing] += length == 0 ? 1 : 0;
        }

        Count += rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int end, int more)
    {
        if (more > _bytes.Length - end)
        {
            Array.Resize(ref _bytes, Math.Max(Math.Max(_bytes.Length * 2, RowBlock.Capacity * 8), checked(end + more)));
        }
    }

    private void Note(CellState state)
    {
        _states[Count++] = state;
        if (state != CellState.Present)
        {
            _unusual[(int)state]++;
        }
    }

    private ulong HashOfText(CellState state, ReadOnlySpan<byte> utf8) => state switch
    {
        CellState.Missing => 0,
        CellState.Present or CellState.Invalid => StableHash64.OfBytes(utf8, _seed),
        _ => StableHash64.OfUInt64(_seed + (ulong)state),
    };
}
