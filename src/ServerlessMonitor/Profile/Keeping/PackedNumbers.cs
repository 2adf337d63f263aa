using System.Buffers;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>
/// Columns of a run in few bits: whole numbers as differences from the smallest; doubles as whole numbers of some decimals where that gives all of them back, else in 8 bytes. A column of one
/// value takes a few bytes in all.
/// </summary>
internal static class PackedNumbers
{
    private const int MostDecimals = 15;
    private const double LargestScaled = 1L << 53;
    private const byte Raw = 255;
    private const int MostStates = 6;

    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Writes whole numbers.</summary>
    public static void WriteInts(IBufferWriter<byte> output, ReadOnlySpan<int> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        int least = int.MaxValue;
        int most = int.MinValue;
        foreach (int value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        int width = BitWriter.WidthOf((ulong)((long)most - least));
        output.WriteVarInt64(least);
        output.WriteByte((byte)width);
        var bits = new BitWriter(output);
        foreach (int value in values)
        {
            bits.Write((ulong)((long)value - least), width);
        }

        bits.End();
    }

    /// <summary>Reads whole numbers, all of which must lie between two bounds.</summary>
    public static void ReadInts(ref SketchReader reader, Span<int> values, int smallest, int largest)
    {
        if (values.IsEmpty)
        {
            return;
        }

        long least = reader.ReadVarInt64();
        int width = reader.ReadByte();
        if (width > 32 || least < smallest || least > largest)
        {
            throw new SketchFormatException("A number is out of range.");
        }

        var bits = new BitReader(reader.ReadBytes(BytesOf(values.Length, width)));
        for (int i = 0; i < values.Length; i++)
        {
            long value = least + (long)bits.Read(width);
            values[i] = value <= largest ? (int)value : throw new SketchFormatException("A number is out of range.");
        }
    }

    /// <summary>Writes doubles, and what they are where they are none.</summary>
    public static void WriteDoubles(IBufferWriter<byte> output, ReadOnlySpan<double> values, ReadOnlySpan<CellState> states)
    {
        bool isFull = !states.ContainsAnyExcept(CellState.Present);
        output.WriteByte(isFull ? (byte)1 : (byte)0);
        if (isFull)
        {
            WriteFinite(output, values);
            return;
        }

        int[] codes = ArrayPool<int>.Shared.Rent(values.Length);
        double[] present = ArrayPool<double>.Shared.Rent(values.Length);
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            codes[i] = (int)states[i];
            if (states[i] == CellState.Present)
            {
                present[count++] = values[i];
            }
        }

        WriteInts(output, codes.AsSpan(0, values.Length));
        WriteFinite(output, present.AsSpan(0, count));
        ArrayPool<int>.Shared.Return(codes);
        ArrayPool<double>.Shared.Return(present);
    }

    /// <summary>Reads doubles; 0 where there is none.</summary>
    public static void ReadDoubles(ref SketchReader reader, Span<double> values, Span<CellState> states)
    {
        if (reader.ReadByte() == 1)
        {
            // All are present.
            states.Clear();
            ReadFinite(ref reader, values);
            return;
        }

        int[] codes = ArrayPool<int>.Shared.Rent(values.Length);
        ReadInts(ref reader, codes.AsSpan(0, values.Length), 0, MostStates - 1);
        int count = 0;
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = (CellState)codes[i];
            count += states[i] == CellState.Present ? 1 : 0;
        }

        ArrayPool<int>.Shared.Return(codes);
        ReadFinite(ref reader, values[..count]);

        // From the end on, so that nothing is written over before it has moved.
        for (int i = states.Length - 1; i >= 0; i--)
        {
            values[i] = states[i] == CellState.Present ? values[--count] : 0;
        }
    }

    private static void WriteFinite(IBufferWriter<byte> output, ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        int decimals = DecimalsOf(values, out long least, out long most);
        int width = decimals < 0 ? 64 : BitWriter.WidthOf((ulong)(most - least));
        if (width >= 64)
        {
            output.WriteByte(Raw);
            foreach (double value in values)
            {
                output.WriteDouble(value);
            }

            return;
        }

        output.WriteByte((byte)decimals);
        output.WriteVarInt64(least);
        output.WriteByte((byte)width);
        var bits = new BitWriter(output);
        double power = PowersOfTen[decimals];
        foreach (double value in values)
        {
            bits.Write((ulong)((long)Math.Round(value * power) - least), width);
        }

        bits.End();
    }

    private static void ReadFinite(ref SketchReader reader, Span<double> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        int decimals = reader.ReadByte();
        if (decimals == Raw)
        {
            var raw = new SketchReader(reader.ReadBytes(checked(values.Length * sizeof(double))));
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = raw.ReadDouble();
            }

            return;
        }

        long least = reader.ReadVarInt64();
        int width = reader.ReadByte();
        if (decimals > MostDecimals || width > 55 || Math.Abs((double)least) > LargestScaled)
        {
            throw new SketchFormatException("Unknown coding of numbers.");
        }

        var bits = new BitReader(reader.ReadBytes(BytesOf(values.Length, width)));
        double power = PowersOfTen[decimals];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (least + (long)bits.Read(width)) / power;
        }
    }

    private static int BytesOf(int count, int width) => checked((int)((((long)count * width) + 7) / 8));

    /// <summary>The fewest decimals that give all numbers back; −1 where none do.</summary>
    private static int DecimalsOf(ReadOnlySpan<double> values, out long least, out long most)
    {
        least = most = 0;
        int decimals = 0;
        foreach (double value in values)
        {
            while (!IsScaled(value, PowersOfTen[decimals]))
            {
                if (++decimals > MostDecimals)
                {
                    return -1;
                }
            }
        }

        // What passed with fewer decimals may be too large, or not come back, with more.
        least = long.MaxValue;
        most = long.MinValue;
        double power = PowersOfTen[decimals];
        foreach (double value in values)
        {
            if (!IsScaled(value, power))
            {
                return -1;
            }

            long scaled = (long)Math.Round(value * power);
            least = Math.Min(least, scaled);
            most = Math.Max(most, scaled);
        }

        return decimals;
    }

    private static bool IsScaled(double value, double power)
    {
        double scaled = Math.Round(value * power);
        return Math.Abs(scaled) <= LargestScaled && scaled / power == value;
    }
}
