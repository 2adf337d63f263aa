using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Reads what a <see cref="BitWriter"/> wrote.</summary>
internal ref struct BitReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly long _length;
    private long _place;

    public BitReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _length = bytes.Length * 8L;
        _place = 0;
    }

    /// <summary>Bytes that hold what was read so far.</summary>
    public readonly int BytesRead => (int)((_place + 7) >> 3);

    /// <summary>Reads a number of 0 to 64 bits.</summary>
    /// <exception cref="SketchFormatException">Fewer bits are left.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read(int count)
    {
        if (count > _length - _place)
        {
            throw Ended();
        }

        int shift = (int)(_place & 7);
        ulong value = WordAt((int)(_place >> 3)) >> shift;
        if (shift + count > 64)
        {
            value |= (ulong)_bytes[(int)(_place >> 3) + 8] << (64 - shift);
        }

        _place += count;
        return count == 64 ? value : value & ((1UL << count) - 1);
    }

    /// <summary>Reads a number that <see cref="BitWriter.WriteUnary"/> wrote, and the bits behind it.</summary>
    /// <param name="width">How many bits stand behind, 0 to 63: the lower part of the number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadRice(int width)
    {
        int shift = (int)(_place & 7);
        ulong word = _place < _length ? WordAt((int)(_place >> 3)) >> shift : 0;
        int zeros = BitOperations.TrailingZeroCount(word);
        int size = zeros + 1 + width;
        if (size > 64 - shift || size > _length - _place)
        {
            return ReadLongRice(width);
        }

        _place += size;
        return ((ulong)zeros << width) | ((word >> zeros >> 1) & ((1UL << width) - 1));
    }

    private static SketchFormatException Ended() => new("The bits end before the numbers do.");

    private ulong ReadLongRice(int width)
    {
        ulong zeros = 0;
        while (Read(1) == 0)
        {
            zeros++;
        }

        return (zeros << width) | Read(width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong WordAt(int at) =>
        at + sizeof(ulong) <= _bytes.Length ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]) : TailAt(at);

    private readonly ulong TailAt(int at)
    {
        ulong word = 0;
        for (int i = _bytes.Length - 1; i >= at; i--)
        {
            word = (word << 8) | _bytes[i];
        }

        return word;
    }
}
