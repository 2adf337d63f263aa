using System.Buffers;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Labels;

/// <summary>Labels by the hash of their id, in memory and stored.</summary>
internal sealed class LabelRows
{
    /// <summary>The hour of labels without a time.</summary>
    public const int NoHour = 0;

    private static readonly ColumnSchema Amounts = new("label", ColumnKind.Numeric, ColumnRole.Label);
    private static readonly ColumnSchema Classes = new("label", ColumnKind.Categorical, ColumnRole.Label);

    private ulong[] _hashes;
    private LabelValue[] _values;
    private int[] _hours;

    public LabelRows(int capacity)
    {
        _hashes = new ulong[capacity];
        _values = new LabelValue[capacity];
        _hours = new int[capacity];
    }

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);

    public ReadOnlySpan<LabelValue> Values => _values.AsSpan(0, Count);

    /// <summary>For each the hour since the year 1, <see cref="NoHour"/> where there is none.</summary>
    public ReadOnlySpan<int> Hours => _hours.AsSpan(0, Count);

    public void Add(ulong hash, LabelValue value, int hour)
    {
        if (Count == _hashes.Length)
        {
            int length = Math.Max(1024, Count * 2);
            Array.Resize(ref _hashes, length);
            Array.Resize(ref _values, length);
            Array.Resize(ref _hours, length);
        }

        _hashes[Count] = hash;
        _values[Count] = value;
        _hours[Count++] = hour;
    }

    public void Clear()
    {
        Array.Clear(_values, 0, Count);
        Count = 0;
    }

    /// <summary>Sorts by hash; of equal ones the last stays.</summary>
    /// <returns>The sorted rows, how many were left out, and how many of those said something else than the next one.</returns>
    public (LabelRows Sorted, long Repeated, long Differing) SortDistinct()
    {
        var order = new int[Count];
        SortedHashes.Order(Hashes, order);
        var sorted = new LabelRows(Count);
        long differing = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int row = order[i];
            if (i + 1 < order.Length && _hashes[order[i + 1]] == _hashes[row])
            {
                differing += _values[order[i + 1]] != _values[row] ? 1 : 0;
                continue;
            }

            sorted.Add(_hashes[row], _values[row], _hours[row]);
        }

        return (sorted, Count - sorted.Count, differing);
    }

    /// <summary>Writes sorted rows.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many; 1 or more.</param>
    /// <param name="hasHours">Whether hours are kept.</param>
    public void Write(IBufferWriter<byte> output, int start, int count, bool hasHours)
    {
        SortedHashes.Write(output, Hashes.Slice(start, count));
        if (hasHours)
        {
            PackedNumbers.WriteInts(output, Hours.Slice(start, count));
        }

        bool isNumeric = true;
        foreach (LabelValue value in Values.Slice(start, count))
        {
            isNumeric &= value.Text is null;
        }

        var cells = new KeptCells(isNumeric ? Amounts : Classes);
        cells.Resize(count);
        Fill(cells, Values.Slice(start, count), isNumeric);
        output.WriteByte(isNumeric ? (byte)0 : (byte)1);
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        cells.Write(output, order);
    }

    /// <summary>Adds rows that <see cref="Write"/> wrote.</summary>
    /// <exception cref="SketchFormatException">The bytes are no such rows.</exception>
    public void Read(ReadOnlySpan<byte> bytes, int count, bool hasHours)
    {
        var hashes = new ulong[count];
        var hours = new int[count];
        int read = SortedHashes.Read(bytes, hashes);
        var reader = new SketchReader(bytes[read..]);
        if (hasHours)
        {
            PackedNumbers.ReadInts(ref reader, hours, NoHour, int.MaxValue);
        }

        bool isNumeric = reader.ReadByte() == 0;
        var cells = new KeptCells(isNumeric ? Amounts : Classes);
        cells.Read(ref reader, count);
        LabelValue[] values = [.. cells.Texts.Select(text => ValueOf(Encoding.UTF8.GetString(text)))];
        for (int i = 0; i < count; i++)
        {
            LabelValue value = isNumeric ? new LabelValue(cells.Numbers[i], null)
                : cells.Codes[i] > 0 ? values[cells.Codes[i] - 1]
                : throw new SketchFormatException("a label is missing");
            Add(hashes[i], value, hours[i]);
        }
    }

    /// <summary>The value of a normalised class.</summary>
    public static LabelValue ValueOf(string normalised) =>
        normalised.Length > 0 && normalised[0] <= '9' && NumberParser.TryParse(Encoding.UTF8.GetBytes(normalised), out double number) && Math.Abs(number) < LabelValue.NumberLimit
            ? new LabelValue(number + 0.0, null)
            : new LabelValue(0, normalised);

    private static void Fill(KeptCells cells, ReadOnlySpan<LabelValue> values, bool isNumeric)
    {
        if (isNumeric)
        {
            cells.States.Clear();
            for (int i = 0; i < values.Length; i++)
            {
                cells.Numbers[i] = values[i].Number;
            }

            return;
        }

        var codes = new Dictionary<LabelValue, int>();
        for (int i = 0; i < values.Length; i++)
        {
            if (!codes.TryGetValue(values[i], out int code))
            {
                cells.Texts.Add(Encoding.UTF8.GetBytes(values[i].AsClass()));
                codes.Add(values[i], code = cells.Texts.Count);
            }

            cells.Codes[i] = code;
        }
    }
}
