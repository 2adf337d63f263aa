using System.Buffers;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>The cells of one column in one run.</summary>
internal sealed class KeptCells
{
    private double[] _numbers = [];
    private CellState[] _states = [];
    private int[] _codes = [];

    public KeptCells(ColumnSchema schema)
    {
        Schema = schema;
        Coding = CodingOf(schema);
    }

    public ColumnSchema Schema { get; }

    public KeptCoding Coding { get; }

    /// <summary>Bytes of memory for a row.</summary>
    public int RowBytes => Coding == KeptCoding.Numbers ? sizeof(double) + sizeof(CellState) : sizeof(int);

    /// <summary>The numbers of a column of numbers; 0 where there is none.</summary>
    public Span<double> Numbers => _numbers;

    /// <summary>What the cells of a column of numbers are.</summary>
    public Span<CellState> States => _states;

    /// <summary>Other columns: for each row the place of its text in <see cref="Texts"/>, counted from 1; 0 where there is none.</summary>
    public Span<int> Codes => _codes;

    /// <summary>The different texts of the run, or the eight bytes of their hashes.</summary>
    public List<byte[]> Texts { get; } = [];

    public void Resize(int rows)
    {
        if (Coding == KeptCoding.Numbers)
        {
            Array.Resize(ref _numbers, rows);
            Array.Resize(ref _states, rows);
        }
        else
        {
            Array.Resize(ref _codes, rows);
        }
    }

    /// <summary>Writes the cells in an order.</summary>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<int> order)
    {
        if (Coding == KeptCoding.Numbers)
        {
            double[] numbers = ArrayPool<double>.Shared.Rent(order.Length);
            var states = new CellState[order.Length];
            for (int i = 0; i < order.Length; i++)
            {
                numbers[i] = _numbers[order[i]];
                states[i] = _states[order[i]];
            }

            PackedNumbers.WriteDoubles(output, numbers.AsSpan(0, order.Length), states);
            ArrayPool<double>.Shared.Return(numbers);
            return;
        }

        output.WriteCount(Texts.Count);
        foreach (byte[] text in Texts)
        {
            output.WriteCount(text.Length);
            output.Write(text);
        }

        WriteOrdered(output, _codes, order);
    }

    public void Read(ref SketchReader reader, int rows)
    {
        Texts.Clear();
        if (_numbers.Length < rows && _codes.Length < rows)
        {
            Resize(rows);
        }

        if (Coding == KeptCoding.Numbers)
        {
            PackedNumbers.ReadDoubles(ref reader, _numbers.AsSpan(0, rows), _states.AsSpan(0, rows));
            return;
        }

        int count = reader.ReadLength(int.MaxValue, 1);
        for (int i = 0; i < count; i++)
        {
            Texts.Add(reader.ReadBytes(reader.ReadLength(int.MaxValue, 1)).ToArray());
        }

        PackedNumbers.ReadInts(ref reader, _codes.AsSpan(0, rows), 0, count);
    }

    /// <summary>Writes whole numbers in an order.</summary>
    public static void WriteOrdered(IBufferWriter<byte> output, ReadOnlySpan<int> values, ReadOnlySpan<int> order)
    {
        int[] ordered = ArrayPool<int>.Shared.Rent(order.Length);
        for (int i = 0; i < order.Length; i++)
        {
            ordered[i] = values[order[i]];
        }

        PackedNumbers.WriteInts(output, ordered.AsSpan(0, order.Length));
        ArrayPool<int>.Shared.Return(ordered);
    }

    private static KeptCoding CodingOf(ColumnSchema schema) =>
        schema.Role == ColumnRole.Query ? KeptCoding.Hashes
        : schema.Kind is ColumnKind.Numeric or ColumnKind.Boolean or ColumnKind.Timestamp ? KeptCoding.Numbers
        : KeptCoding.Texts;
}
