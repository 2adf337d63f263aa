using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Reads the usual form of a number, <c>-123.456</c>, sixteen characters at a time: its digits as a whole number and how many of them are decimals. The
/// lengths of the parts vary from cell to cell, so a loop over them would mostly wait for branches that were guessed wrong.
/// </summary>
/// <remarks>
/// At most 19 significant digits and <see cref="NearestDouble.MostDecimals"/> decimals, no exponent, no spaces: what is refused may still be a number.
/// </remarks>
internal static class PlainDecimal
{
    /// <summary>Bytes before the end of a text that <see cref="TryReadBefore"/> may read.</summary>
    public const int Reach = 2 * Lane;

    private const int Lane = 16;

    // Digits before the last sixteen: more could overflow 64 bits.
    private const ulong LargestHead = 999;

    /// <summary>Reads a number.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="digits">All digits, without the point.</param>
    /// <param name="decimals">How many of them are behind the point.</param>
    /// <param name="negative">1 with a minus sign, else 0.</param>
    /// <returns>Whether it was such a number.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out ulong digits, out int decimals, out ulong negative)
    {
        digits = 0;
        decimals = 0;
        negative = utf8.Length > 0 && utf8[0] == (byte)'-' ? 1UL : 0;
        ReadOnlySpan<byte> text = utf8[(int)negative..];
        if (text.IsEmpty || text.Length > Reach)
        {
            return false;
        }

        if (text.Length <= Lane)
        {
            return TryReadLane(RightAligned(text), text.Length, out digits, out decimals, out int points) && text.Length > points;
        }

        int head = text.Length - Lane;
        return TryReadTwo(RightAligned(text[..head]), head, RightAligned(text[head..]), out digits, out decimals);
    }

    /// <summary>Reads a number that has at least <see cref="Reach"/> bytes of memory before its end.</summary>
    /// <param name="end">The byte behind its last.</param>
    /// <param name="length">Its length, 0 or more.</param>
    /// <param name="digits">All digits, without the point.</param>
    /// <param name="decimals">How many of them are behind the point.</param>
    /// <param name="negative">1 with a minus sign, else 0.</param>
    /// <returns>Whether it was such a number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadBefore(ref byte end, int length, out ulong digits, out int decimals, out ulong negative)
    {
        int sign = Unsafe.Subtract(ref end, length) == (byte)'-' ? 1 : 0;
        negative = (ulong)sign;
        length -= sign;
        Vector128<byte> tail = Vector128.LoadUnsafe(ref Unsafe.Subtract(ref end, Lane));
        if (length <= Lane)
        {
            return TryReadLane(tail, length, out digits, out decimals, out int points) & (length > points);
        }

        digits = 0;
        decimals = 0;
        return length <= Reach && TryReadTwo(Vector128.LoadUnsafe(ref Unsafe.Subtract(ref end, Reach)), length - Lane, tail, out digits, out decimals);
    }

    private static bool TryReadTwo(Vector128<byte> head, int headLength, Vector128<byte> tail, out ulong digits, out int decimals)
    {
        bool isPlain = TryReadLane(head, headLength, out ulong headDigits, out int headDecimals, out int headPoints)
            & TryReadLane(tail, Lane, out ulong tailDigits, out int tailDecimals, out int tailPoints);
        digits = tailDigits + (headDigits * (tailPoints == 0 ? 10_000_000_000_000_000UL : 1_000_000_000_000_000UL));
        decimals = tailDecimals + (headPoints == 0 ? 0 : headDecimals + Lane);
        return isPlain && headPoints + tailPoints <= 1 && headDigits <= LargestHead && decimals <= NearestDouble.MostDecimals;
    }

    /// <summary>Sixteen characters, of which the last <paramref name="length"/> count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadLane(Vector128<byte> text, int length, out ulong digits, out int decimals, out int points)
    {
        Vector128<sbyte> places = Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, (sbyte)15);
        Vector128<byte> zeros = Vector128.Create((byte)'0');
        text = Vector128.ConditionalSelect(Vector128.LessThan(places, Vector128.Create((sbyte)(Lane - length))).AsByte(), zeros, text);
        uint point = Vector128.Equals(text, Vector128.Create((byte)'.')).ExtractMostSignificantBits();

        // The bit below the lowest stands for no point: then nothing moves, and all sixteen places are behind it.
        int behind = Lane - int.Log2((int)((point << 1) | 1));
        points = (int)((point + 0xFFFF) >> Lane);
        decimals = behind & -points;
        Vector128<byte> moved = Vector128.Shuffle(text, Vector128.Create((byte)255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))
            | Vector128.CreateScalar((byte)'0');
        Vector128<byte> values = Vector128.ConditionalSelect(
            Vector128.LessThan(places, Vector128.Create((sbyte)(Lane - behind))).AsByte(), moved, text) - zeros;
        digits = SixteenDigits(values);

        // A second point is no digit.
        return !Vector128.GreaterThanAny(values, Vector128.Create((byte)9)) & BitConverter.IsLittleEndian;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SixteenDigits(Vector128<byte> values)
    {
        if (!Sse41.IsSupported)
        {
            Vector128<ulong> halves = values.AsUInt64();
            return (EightDigits(halves.ToScalar()) * 100_000_000) + EightDigits(halves.GetElement(1));
        }

        // Pairs, then fours, then twice eight, each the sum of two products.
        Vector128<short> pairs = Ssse3.MultiplyAddAdjacent(values, Vector128.Create((short)0x010A).AsSByte());
        Vector128<int> fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(0x0001_0064).AsInt16());
        Vector128<short> packed = Sse41.PackUnsignedSaturate(fours, fours).AsInt16();
        ulong eights = Sse2.MultiplyAddAdjacent(packed, Vector128.Create(0x0001_2710).AsInt16()).AsUInt64().ToScalar();
        return ((eights & uint.MaxValue) * 100_000_000) + (eights >> 32);
    }

    // Eight digits, the first in the lowest byte: pairs, then fours, then all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightDigits(ulong values)
    {
        const ulong Mask = 0x000000FF000000FF;
        values = (values * 10) + (values >> 8);
        return (((values & Mask) * 0x000F424000000064) + (((values >> 16) & Mask) * 0x0000271000000001)) >> 32;
    }

    /// <summary>Up to sixteen characters, without reading beyond them: the first and the last bytes, which may overlap in the same place.</summary>
    private static Vector128<byte> RightAligned(ReadOnlySpan<byte> text)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        int length = text.Length;
        if (length >= 8)
        {
            int empty = 4 * (Lane - length);
            ulong front = Unsafe.ReadUnaligned<ulong>(ref start) << empty << empty;
            return Vector128.Create(front, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8))).AsByte();
        }

        int shift = 8 * (8 - length);
        if (length >= 4)
        {
            ulong last = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4));
            return Vector128.Create(0, (last << 32) | ((ulong)Unsafe.ReadUnaligned<uint>(ref start) << shift)).AsByte();
        }

        int middle = length >> 1;
        return Vector128.Create(0, ((ulong)text[length - 1] << 56) | ((ulong)text[middle] << (shift + (8 * middle))) | ((ulong)text[0] << shift)).AsByte();
    }
}
