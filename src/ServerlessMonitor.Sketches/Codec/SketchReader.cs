using System.Buffers.Binary;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// Reads the little-endian format of the sketches. Every read is checked against the end of the bytes, and a length is
/// never trusted before the bytes for it are known to be there.
/// </summary>
public ref struct SketchReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    /// <summary>Starts at the first byte of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The stored bytes.</param>
    public SketchReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _position = 0;
    }

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes that are left.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>Reads one byte.</summary>
    /// <returns>The byte.</returns>
    /// <exception cref="SketchFormatException">No byte is left.</exception>
    public byte ReadByte()
    {
        if (_position >= _bytes.Length)
        {
            throw Truncated();
        }

        return _bytes[_position++];
    }

    /// <summary>Reads the version byte of a format and refuses any but the expected one.</summary>
    /// <param name="expected">The version this build writes.</param>
    /// <param name="sketch">The name of the sketch, for the message.</param>
    /// <exception cref="SketchFormatException">Another version, or no byte is left.</exception>
    public void ReadVersion(byte expected, string sketch)
    {
        byte version = ReadByte();
        if (version != expected)
        {
            throw new SketchFormatException($"{sketch}: format version {version} is not known, expected {expected}.");
        }
    }

    /// <summary>Reads <paramref name="length"/> bytes.</summary>
    /// <param name="length">How many.</param>
    /// <returns>A view of the underlying bytes.</returns>
    /// <exception cref="SketchFormatException">Fewer are left, or the length is negative.</exception>
    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if (length < 0 || length > Remaining)
        {
            throw Truncated();
        }

        ReadOnlySpan<byte> result = _bytes.Slice(_position, length);
        _position += length;
        return result;
    }

    /// <summary>Reads eight little-endian bytes.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="SketchFormatException">Fewer are left.</exception>
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)));

    /// <summary>Reads an IEEE double of eight little-endian bytes; any bit pattern.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="SketchFormatException">Fewer bytes are left.</exception>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(ReadBytes(sizeof(double)));

    /// <summary>Reads a double that must be neither NaN nor infinite.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="SketchFormatException">Fewer bytes are left, or the number is not finite.</exception>
    public double ReadFiniteDouble()
    {
        double value = ReadDouble();
        return double.IsFinite(value) ? value : throw new SketchFormatException("A number that must be finite is not.");
    }

    /// <summary>Reads an unsigned LEB128 number of at most ten bytes.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="SketchFormatException">Truncated, or more than 64 bits.</exception>
    public ulong ReadVarUInt64()
    {
        ulong result = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            if (shift == 63 && next > 1)
            {
                break;
            }

            result |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return result;
            }
        }

        throw new SketchFormatException("A variable-length number has more than 64 bits.");
    }

    /// <summary>Reads a zigzag-coded signed number.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="SketchFormatException">Truncated, or more than 64 bits.</exception>
    public long ReadVarInt64()
    {
        ulong coded = ReadVarUInt64();
        return (long)(coded >> 1) ^ -(long)(coded & 1);
    }

    /// <summary>Reads a count of events: 0 to <see cref="long.MaxValue"/>.</summary>
    /// <returns>The count.</returns>
    /// <exception cref="SketchFormatException">Truncated, or out of range.</exception>
    public long ReadCount()
    {
        ulong value = ReadVarUInt64();
        return value <= long.MaxValue ? (long)value : throw new SketchFormatException("A count is out of range.");
    }

    /// <summary>Reads the number of elements that follow.</summary>
    /// <param name="maximum">The most the format allows.</param>
    /// <param name="minimumBytesEach">The least bytes that one element takes; guards allocations.</param>
    /// <returns>The number of elements, which fits the bytes that are left.</returns>
    /// <exception cref="SketchFormatException">Truncated, above the maximum, or more than the bytes can hold.</exception>
    public int ReadLength(int maximum, int minimumBytesEach)
    {
        ulong value = ReadVarUInt64();
        if (value > (ulong)maximum)
        {
            throw new SketchFormatException($"A length of {value} is above the maximum of {maximum}.");
        }

        if ((long)value * minimumBytesEach > Remaining)
        {
            throw Truncated();
        }

        return (int)value;
    }

    private static SketchFormatException Truncated() => new("The bytes end before the sketch does.");
}
