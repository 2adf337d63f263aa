using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Reads the usual form of a number, <c>-123.456</c>, sixteen characters at a time: its digits as a whole number and how many of them are decimals. The
/// lengths of the parts vary from cell to cell, so a loop over them would mostly wait for branches that were guessed wrong.
/// </summary>
internal static class PlainDecimal
{
    private const int Lane = 16;
    private const int LongestHead = 7;

    // Digits before the last sixteen: more could overflow 64 bits.
    private const ulong LargestHead = 999;

    /// <summary>Reads a number without exponent and spaces.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="digits">All digits, without the point.</param>
    /// <param name="decimals">How many of them are behind the point, at most 22.</param>
    /// <param name="negative">1 with a minus sign, else 0.</param>
    /// <returns>Whether it was such a number of at most 19 significant digits; if not, it may still be a number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> utf8, out ulong digits, out int decimals, out ulong negative)
    {
        digits = 0;
        decimals = 0;
        negative = 0;
        if (utf8.IsEmpty || !BitConverter.IsLittleEndian)
        {
            return false;
        }

        ref byte start = ref MemoryMarshal.GetReference(utf8);
        int sign = start == (byte)'-' ? 1 : 0;
        negative = (ulong)sign;
        start = ref Unsafe.Add(ref start, sign);
        int length = utf8.Length - sign;
        ulong front = 0;
        ulong back;
        if (length > Lane)
        {
            return TryReadLong(ref start, length, out digits, out decimals);
        }

        // Right-aligned without reading beyond the text: the first and the last bytes, which may overlap in the same place.
        if (length >= 8)
        {
            back = Read64(ref start, length - 8);
            int empty = 4 * (Lane - length);
            front = Read64(ref start, 0) << empty << empty;
        }
        else if (length >= 4)
        {
            back = ((ulong)Read32(ref start, length - 4) << 32) | ((ulong)Read32(ref start, 0) << (8 * (8 - length)));
        }
        else if (length > 0)
        {
            int middle = length >> 1;
            back = ((ulong)Unsafe.Add(ref start, length - 1) << 56) | ((ulong)Unsafe.Add(ref start, middle) << (8 * (8 - length + middle))) | ((ulong)start << (8 * (8 - length)));
        }
        else
        {
            return false;
        }

        return TryReadLane(front, back, length, out digits, out decimals, out int points) && length > points;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadLong(ref byte start, int length, out ulong digits, out int decimals)
    {
        digits = 0;
        decimals = 0;
        int headLength = length - Lane;
        if (headLength > LongestHead)
        {
            return false;
        }

        ulong head = 0;
        int headPoint = -1;
        for (int i = 0; i < headLength; i++)
        {
            uint digit = (uint)(Unsafe.Add(ref start, i) - '0');
            if (digit <= 9)
            {
                head = (head * 10) + digit;
            }
            else if (Unsafe.Add(ref start, i) == (byte)'.' && headPoint < 0)
            {
                headPoint = i;
            }
            else
            {
                return false;
            }
        }

        if (head > LargestHead || !TryReadLane(Read64(ref start, headLength), Read64(ref start, headLength + 8), Lane, out digits, out decimals, out int points))
        {
            return false;
        }

        if (points == 0)
        {
            digits += head * 10_000_000_000_000_000;
            decimals = headPoint < 0 ? 0 : length - 1 - headPoint;
            return true;
        }

        digits += head * 1_000_000_000_000_000;
        return headPoint < 0;
    }

    /// <summary>Sixteen characters, right-aligned, of which the first may be none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadLane(ulong front, ulong back, int length, out ulong digits, out int decimals, out int points)
    {
        Vector128<sbyte> places = Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, (sbyte)15);
        Vector128<byte> text = Vector128.Create(front, back).AsByte();
        text |= Vector128.LessThan(places, Vector128.Create((sbyte)(Lane - length))).AsByte() & Vector128.Create((byte)'0');
        uint point = Vector128.Equals(text, Vector128.Create((byte)'.')).ExtractMostSignificantBits();

        // Without a point the place before the first: nothing moves.
        points = point == 0 ? 0 : 1;
        int place = point == 0 ? -1 : int.Log2((int)point);
        decimals = point == 0 ? 0 : Lane - 1 - place;
        Vector128<byte> moved = Vector128.Shuffle(text, Vector128.Create((byte)255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))
            | Vector128.CreateScalar((byte)'0');
        Vector128<byte> values = Vector128.ConditionalSelect(
            Vector128.GreaterThan(places, Vector128.Create((sbyte)place)).AsByte(), text, moved) - Vector128.Create((byte)'0');
        Vector128<ulong> halves = values.AsUInt64();
        digits = (EightDigits(halves.ToScalar()) * 100_000_000) + EightDigits(halves.GetElement(1));

        // A second point is no digit.
        return !Vector128.GreaterThanAny(values, Vector128.Create((byte)9));
    }

    // Eight digits, the first in the lowest byte: pairs, then fours, then all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightDigits(ulong values)
    {
        const ulong Mask = 0x000000FF000000FF;
        values = (values * 10) + (values >> 8);
        return (((values & Mask) * 0x000F424000000064) + (((values >> 16) & Mask) * 0x0000271000000001)) >> 32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read64(ref byte start, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Read32(ref byte start, int offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, offset));
}
