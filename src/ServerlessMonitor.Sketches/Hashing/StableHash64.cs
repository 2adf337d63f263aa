using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// A 64-bit non-cryptographic hash that is the same on every machine and in every release: stored sketches depend on it.
/// </summary>
/// <remarks>
/// Bytes are hashed by XXH64 (Collet, "xxHash fast digest algorithm", specification 0.1.1). Numbers are hashed by
/// MurmurHash3's 64-bit finaliser over their bits, which is a bijection: different numbers never collide.
/// Not for secrets: whoever chooses the input can make collisions.
/// </remarks>
public static class StableHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    /// <summary>XXH64 of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">Any bytes, also none.</param>
    /// <param name="seed">XXH64's seed.</param>
    /// <returns>The hash.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfBytes(ReadOnlySpan<byte> bytes, ulong seed = 0) =>
        bytes.Length < 32 ? FinishTail(seed + Prime5 + (ulong)bytes.Length, bytes) : OfLong(bytes, seed);

    /// <summary>Hash of a number; a bijection of its 64 bits.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>The hash.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfUInt64(ulong value)
    {
        value ^= value >> 33;
        value *= 0xFF51AFD7ED558CCD;
        value ^= value >> 33;
        value *= 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }

    /// <summary>Hash of a number; a bijection of its 64 bits.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>The hash.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfInt64(long value) => OfUInt64((ulong)value);

    /// <summary>Hash of a double: −0.0 as 0.0, and every NaN alike; otherwise different numbers have different hashes.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>The hash.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfDouble(double value)
    {
        double normal = value + 0.0;
        return OfUInt64(BitConverter.DoubleToUInt64Bits(double.IsNaN(normal) ? double.NaN : normal));
    }

    /// <summary>Joins the hash of the next field to that of the fields before it; the order matters.</summary>
    /// <param name="hash">The hash so far.</param>
    /// <param name="next">The hash of the next field.</param>
    /// <returns>The joined hash.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong hash, ulong next) => OfUInt64((BitOperations.RotateLeft(hash, 27) * Prime1) + next + Prime4);

    private static ulong OfLong(ReadOnlySpan<byte> bytes, ulong seed)
    {
        ulong length = (ulong)bytes.Length;
        ulong lane1 = seed + Prime1 + Prime2;
        ulong lane2 = seed + Prime2;
        ulong lane3 = seed;
        ulong lane4 = seed - Prime1;
        do
        {
            lane1 = Round(lane1, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            lane2 = Round(lane2, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            lane3 = Round(lane3, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
            lane4 = Round(lane4, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
            bytes = bytes[32..];
        }
        while (bytes.Length >= 32);

        ulong hash = BitOperations.RotateLeft(lane1, 1) + BitOperations.RotateLeft(lane2, 7)
            + BitOperations.RotateLeft(lane3, 12) + BitOperations.RotateLeft(lane4, 18);
        hash = MergeLane(hash, lane1);
        hash = MergeLane(hash, lane2);
        hash = MergeLane(hash, lane3);
        hash = MergeLane(hash, lane4);
        return FinishTail(hash + length, bytes);
    }

    // Without slices: most texts are so short that cutting them would be most of the work.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FinishTail(ulong hash, ReadOnlySpan<byte> tail)
    {
        ref byte at = ref MemoryMarshal.GetReference(tail);
        int left = tail.Length;
        while (left >= 8)
        {
            hash ^= Round(0, LittleEndian(Unsafe.ReadUnaligned<ulong>(ref at)));
            hash = (BitOperations.RotateLeft(hash, 27) * Prime1) + Prime4;
            at = ref Unsafe.Add(ref at, 8);
            left -= 8;
        }

        if (left >= 4)
        {
            hash ^= LittleEndian(Unsafe.ReadUnaligned<uint>(ref at)) * Prime1;
            hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
            at = ref Unsafe.Add(ref at, 4);
            left -= 4;
        }

        for (; left > 0; left--)
        {
            hash ^= at * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
            at = ref Unsafe.Add(ref at, 1);
        }

        hash ^= hash >> 33;
        hash *= Prime2;
        hash ^= hash >> 29;
        hash *= Prime3;
        return hash ^ (hash >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LittleEndian(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint LittleEndian(uint value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Round(ulong lane, ulong input) =>
        BitOperations.RotateLeft(lane + (input * Prime2), 31) * Prime1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MergeLane(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;
}
