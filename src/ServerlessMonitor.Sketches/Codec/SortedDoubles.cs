using System.Buffers;
using System.Buffers.Binary;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// The stored form of ascending finite doubles (zero positive). Values with at most six decimals are stored as
/// differences of scaled integers, long runs of equal values as counts; all others as the doubles themselves. Lossless.
/// </summary>
/// <remarks>Layout: mode byte (bit 0: runs, bits 1-3: 0 raw, else decimals + 1); [number of runs]; values; [run lengths].</remarks>
internal static class SortedDoubles
{
    private const long LargestScaled = 1L << 53;

    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<double> values)
    {
        int distinct = CountDistinct(values);
        bool runs = distinct <= values.Length / 2;
        int decimals = FindDecimals(values);
        output.WriteByte((byte)(((decimals + 1) << 1) | (runs ? 1 : 0)));
        if (!runs)
        {
            WriteValues(output, values, decimals);
            return;
        }

        var kept = new double[distinct];
        var lengths = new int[distinct];
        int last = -1;
        foreach (double value in values)
        {
            if (last < 0 || kept[last] != value)
            {
                kept[++last] = value;
            }

            lengths[last]++;
        }

        output.WriteCount(distinct);
        WriteValues(output, kept, decimals);
        foreach (int length in lengths)
        {
            output.WriteCount(length);
        }
    }

    /// <summary>Reads <paramref name="count"/> values; the caller has bounded the count.</summary>
    public static double[] Read(ref SketchReader reader, int count)
    {
        byte mode = reader.ReadByte();
        int decimals = (mode >> 1) - 1;
        if (decimals >= PowersOfTen.Length)
        {
            throw new SketchFormatException("Unknown coding of values.");
        }

        if ((mode & 1) == 0)
        {
            return ReadValues(ref reader, count, decimals);
        }

        int distinct = reader.ReadLength(count, 2);
        double[] kept = ReadValues(ref reader, distinct, decimals);
        var result = new double[count];
        int filled = 0;
        foreach (double value in kept)
        {
            long length = reader.ReadCount();
            if (length < 1 || length > count - filled)
            {
                throw new SketchFormatException("The runs of equal values do not add up.");
            }

            result.AsSpan(filled, (int)length).Fill(value);
            filled += (int)length;
        }

        return filled == count ? result : throw new SketchFormatException("The runs of equal values do not add up.");
    }

    private static int CountDistinct(ReadOnlySpan<double> values)
    {
        int distinct = values.IsEmpty ? 0 : 1;
        for (int i = 1; i < values.Length; i++)
        {
            distinct += values[i] != values[i - 1] ? 1 : 0;
        }

        return distinct;
    }

    private static int FindDecimals(ReadOnlySpan<double> values)
    {
        int decimals = 0;
        foreach (double value in values)
        {
            while (!IsScaled(value, PowersOfTen[decimals]))
            {
                if (++decimals == PowersOfTen.Length)
                {
                    return -1;
                }
            }
        }

        // A value that passed with fewer decimals may have grown too large with more.
        foreach (double value in values)
        {
            if (!IsScaled(value, PowersOfTen[decimals]))
            {
                return -1;
            }
        }

        return decimals;
    }

    private static bool IsScaled(double value, double power)
    {
        double scaled = Math.Round(value * power);
        return Math.Abs(scaled) <= LargestScaled && scaled / power == value;
    }

    private static void WriteValues(IBufferWriter<byte> output, ReadOnlySpan<double> values, int decimals)
    {
        if (decimals < 0)
        {
            Span<byte> bytes = output.GetSpan(values.Length * sizeof(double));
            for (int i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[(i * sizeof(double))..], values[i]);
            }

            output.Advance(values.Length * sizeof(double));
            return;
        }

        long previous = 0;
        for (int i = 0; i < values.Length; i++)
        {
            long scaled = (long)Math.Round(values[i] * PowersOfTen[decimals]);
            if (i == 0)
            {
                output.WriteVarInt64(scaled);
            }
            else
            {
                output.WriteCount(scaled - previous);
            }

            previous = scaled;
        }
    }

    private static double[] ReadValues(ref SketchReader reader, int count, int decimals)
    {
        if ((long)count * (decimals < 0 ? sizeof(double) : 1) > reader.Remaining)
        {
            throw new SketchFormatException("The bytes end before the sketch does.");
        }

        var values = new double[count];
        long scaled = 0;
        for (int i = 0; i < count; i++)
        {
            if (decimals < 0)
            {
                values[i] = reader.ReadFiniteDouble() + 0.0;
            }
            else
            {
                long step = i == 0 ? reader.ReadVarInt64() : reader.ReadCount();
                if (step is < -LargestScaled or > 2 * LargestScaled || Math.Abs(scaled + step) > LargestScaled)
                {
                    throw new SketchFormatException("A scaled value is out of range.");
                }

                scaled += step;
                values[i] = scaled / PowersOfTen[decimals];
            }

            if (i > 0 && values[i] < values[i - 1])
            {
                throw new SketchFormatException("Values that must be ascending are not.");
            }
        }

        return values;
    }
}
