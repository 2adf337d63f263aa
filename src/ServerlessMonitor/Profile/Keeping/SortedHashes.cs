using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>
/// Ascending 64-bit hashes: sorting them, and their stored form, the Rice codes of their differences. Of n hashes each takes about 65.5 − log₂ n bits: 5.9 bytes in a run of 262,144.
/// </summary>
internal static class SortedHashes
{
    private const int DigitBits = 11;
    private const int Digits = 6;
    private const int Few = 512;

    /// <summary>The hash of an id: of its text without spaces around it, so that the number 42 and the text "42" are one id. 0 stands for none.</summary>
    public static bool TryHash(ReadOnlySpan<byte> id, out ulong hash)
    {
        ReadOnlySpan<byte> text = id.Trim(" \t"u8);
        hash = StableHash64.OfBytes(text);
        return !text.IsEmpty;
    }

    /// <summary>The order in which hashes ascend; equal ones stay as they stand.</summary>
    /// <param name="hashes">The hashes.</param>
    /// <param name="order">Receives their places.</param>
    public static void Order(ReadOnlySpan<ulong> hashes, Span<int> order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        if (hashes.Length <= Few)
        {
            SortFew(hashes, order);
            return;
        }

        int[] scratch = ArrayPool<int>.Shared.Rent(hashes.Length);
        Span<int> from = order;
        Span<int> to = scratch.AsSpan(0, hashes.Length);
        Span<int> starts = stackalloc int[1 << DigitBits];
        for (int digit = 0; digit < Digits; digit++)
        {
            Distribute(hashes, from, to, starts, digit * DigitBits);
            Span<int> swapped = from;
            from = to;
            to = swapped;
        }

        // An even number of rounds ends in the caller's memory.
        ArrayPool<int>.Shared.Return(scratch);
    }

    /// <summary>Writes ascending hashes.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="hashes">The hashes.</param>
    /// <param name="from">None is smaller; the reader must know it.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<ulong> hashes, ulong from = 0)
    {
        if (hashes.IsEmpty)
        {
            return;
        }

        // The mean difference times ln 2 is about the best parameter; the quotients add up to 3 bits a hash at most.
        double mean = Math.Max(1, (hashes[^1] - from) / (double)hashes.Length);
        int width = Math.Clamp((int)Math.Floor(Math.Log2(mean * 0.6931)), 0, 62);
        output.WriteByte((byte)width);
        var bits = new BitWriter(output);
        ulong previous = from;
        ulong mask = (1UL << width) - 1;
        foreach (ulong hash in hashes)
        {
            ulong difference = hash - previous;
            bits.WriteUnary(difference >> width);
            bits.Write(difference & mask, width);
            previous = hash;
        }

        bits.End();
    }

    /// <summary>Reads as many hashes as fit into <paramref name="hashes"/>.</summary>
    /// <param name="bytes">What was written, and perhaps more behind it.</param>
    /// <param name="hashes">Receives the hashes.</param>
    /// <param name="from">As it was written with.</param>
    /// <returns>Bytes read.</returns>
    /// <exception cref="SketchFormatException">The bytes are not that many ascending hashes.</exception>
    public static int Read(ReadOnlySpan<byte> bytes, Span<ulong> hashes, ulong from = 0)
    {
        if (hashes.IsEmpty)
        {
            return 0;
        }

        if (bytes.IsEmpty || bytes[0] > 62)
        {
            throw new SketchFormatException("Unknown coding of hashes.");
        }

        int width = bytes[0];
        var bits = new BitReader(bytes[1..]);
        ulong hash = from;
        for (int i = 0; i < hashes.Length; i++)
        {
            ulong next = hash + bits.ReadRice(width);
            if (next < hash)
            {
                throw new SketchFormatException("Hashes that must ascend do not.");
            }

            hashes[i] = hash = next;
        }

        return 1 + bits.BytesRead;
    }

    private static void Distribute(ReadOnlySpan<ulong> hashes, ReadOnlySpan<int> from, Span<int> to, Span<int> starts, int shift)
    {
        const ulong Mask = (1 << DigitBits) - 1;
        starts.Clear();
        foreach (ulong hash in hashes)
        {
            starts[(int)((hash >> shift) & Mask)]++;
        }

        int place = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            int count = starts[i];
            starts[i] = place;
            place += count;
        }

        foreach (int index in from)
        {
            to[starts[(int)((hashes[index] >> shift) & Mask)]++] = index;
        }
    }

    private static void SortFew(ReadOnlySpan<ulong> hashes, Span<int> order)
    {
        Span<ulong> keys = stackalloc ulong[Few];
        hashes.CopyTo(keys);
        keys = keys[..hashes.Length];
        keys.Sort(order);

        // The sort is not stable.
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                order[start..end].Sort();
            }

            start = end;
        }
    }
}
