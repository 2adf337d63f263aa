using System.Buffers;
using System.Buffers.Binary;

namespace ServerlessMonitor.Sketches;

/// <summary>The writing side of the format that <see cref="SketchReader"/> reads: little-endian numbers and LEB128.</summary>
public static class SketchWriter
{
    /// <summary>Writes one byte.</summary>
    /// <param name="output">Receives the byte.</param>
    /// <param name="value">The byte.</param>
    public static void WriteByte(this IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>Writes eight little-endian bytes.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="value">The number.</param>
    public static void WriteUInt64(this IBufferWriter<byte> output, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), value);
        output.Advance(sizeof(ulong));
    }

    /// <summary>Writes an IEEE double as eight little-endian bytes.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="value">The number.</param>
    public static void WriteDouble(this IBufferWriter<byte> output, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(sizeof(double)), value);
        output.Advance(sizeof(double));
    }

    /// <summary>Writes an unsigned LEB128 number, one to ten bytes.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="value">The number.</param>
    public static void WriteVarUInt64(this IBufferWriter<byte> output, ulong value)
    {
        Span<byte> span = output.GetSpan(10);
        int length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>Writes a signed number, zigzag-coded so that small magnitudes are short.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="value">The number.</param>
    public static void WriteVarInt64(this IBufferWriter<byte> output, long value) =>
        output.WriteVarUInt64((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes a count of events or elements.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="value">The count, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static void WriteCount(this IBufferWriter<byte> output, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        output.WriteVarUInt64((ulong)value);
    }
}
