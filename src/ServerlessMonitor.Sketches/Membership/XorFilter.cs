using System.Buffers;
using System.Numerics;

namespace ServerlessMonitor.Sketches;

/// <summary>Whether a set of 64-bit hashes may contain one: the xor filter of Graf and Lemire (2020), made once from the whole set.</summary>
/// <remarks>
/// It has two parts, so that most questions cost the small one alone: the coarse part errs in 1 of 16 cases, both together in 1 of 4,096; a hash of the set is always found.
/// Memory and storage: 4.92 and 9.84 bits a hash. The same hashes in the same order give the same bytes. It cannot be merged or added to: sets that grow have a filter for each of their parts.
/// </remarks>
public sealed class XorFilter
{
    /// <summary>The most hashes.</summary>
    public const int MostHashes = 100_000_000;

    private const byte FormatVersion = 1;
    private const int PrintBits = 12;
    private const int CoarseBits = 4;
    private const int CoarseErrs = 1 << CoarseBits;
    private const int CoarseMask = CoarseErrs - 1;
    private const int PrintMask = (1 << PrintBits) - 1;

    // Nine in ten tries succeed.
    private const int MostTries = 200;

    private readonly ulong _seed;
    private readonly int _third;

    // Two places a byte.
    private readonly byte[] _coarse;
    private readonly byte[]? _fine;

    private XorFilter(int count, ulong seed, byte[] coarse, byte[]? fine)
    {
        Count = count;
        _seed = seed;
        _third = ThirdOf(count);
        _coarse = coarse;
        _fine = fine;
    }

    /// <summary>Whether it has both parts.</summary>
    public bool IsWhole => _fine is not null;

    /// <summary>How many hashes the set has.</summary>
    public int Count { get; }

    /// <summary>The filter of a set.</summary>
    /// <param name="hashes">The set, in any order; each hash once.</param>
    /// <param name="scratch">Memory to work in, for who makes many; null: new memory, about 21 bytes a hash.</param>
    /// <exception cref="ArgumentException">There are more than <see cref="MostHashes"/>, or one occurs twice.</exception>
    public static XorFilter Of(ReadOnlySpan<ulong> hashes, XorFilterScratch? scratch = null)
    {
        if (hashes.Length > MostHashes)
        {
            throw new ArgumentException($"A filter takes at most {MostHashes} hashes; these are {hashes.Length}.", nameof(hashes));
        }

        if (hashes.IsEmpty)
        {
            return new XorFilter(0, 0, [], []);
        }

        int third = ThirdOf(hashes.Length);
        scratch ??= new XorFilterScratch();
        scratch.Reserve(3 * third, hashes.Length);
        Span<ulong> masks = scratch.Masks.AsSpan(0, 3 * third);
        Span<int> counts = scratch.Counts.AsSpan(0, 3 * third);
        Span<int> order = scratch.Order.AsSpan(0, hashes.Length);
        for (ulong seed = 1; seed <= MostTries; seed++)
        {
            if (TryPeel(hashes, seed, third, masks, counts, order, scratch.Alone))
            {
                (byte[] coarse, byte[] fine) = Prints(order, masks, third);
                return new XorFilter(hashes.Length, seed, coarse, fine);
            }
        }

        throw new ArgumentException("No filter can be made: a hash occurs twice.", nameof(hashes));
    }

    /// <summary>False: the set does not contain the hash. True: it does, or this is one of the hashes, 1 of 4,096 or of 16 without the fine part, that seem to be in it.</summary>
    public bool MayContain(ulong hash)
    {
        if (Count == 0)
        {
            return false;
        }

        ulong mixed = Mix(hash, _seed);
        int first = First(mixed, _third);
        int second = Second(mixed, _third);
        int third = Third(mixed, _third);
        int print = Print(mixed);
        return ((print ^ Nibble(first) ^ Nibble(second) ^ Nibble(third)) & CoarseMask) == 0
            && (_fine is not { } fine || (byte)(print >> CoarseBits) == (fine[first] ^ fine[second] ^ fine[third]));
    }

    /// <summary>A hash that is not in the set seems to be in it in one of so many cases.</summary>
    public int Errs => IsWhole ? 1 << PrintBits : CoarseErrs;

    /// <summary>The bytes that it takes.</summary>
    public int Length => _coarse.Length + (_fine?.Length ?? 0);

    /// <summary>Appends the coarse part to <paramref name="output"/>.</summary>
    public void WriteCoarse(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteCount(Count);
        output.WriteVarUInt64(_seed);
        output.Write(_coarse);
    }

    /// <summary>Appends the fine part to <paramref name="output"/>: <see cref="FineLength"/> bytes.</summary>
    /// <exception cref="InvalidOperationException">It was read without.</exception>
    public void WriteFine(IBufferWriter<byte> output) => output.Write(_fine ?? throw new InvalidOperationException("The filter has no fine part."));

    /// <summary>Bytes of the fine part.</summary>
    public int FineLength => Count == 0 ? 0 : 3 * _third;

    /// <summary>Reads a coarse part and leaves <paramref name="reader"/> behind its last byte.</summary>
    /// <exception cref="SketchFormatException">The bytes are none, or of a newer version.</exception>
    public static XorFilter ReadCoarse(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(XorFilter));
        long count = reader.ReadCount();
        if (count > MostHashes)
        {
            throw new SketchFormatException("XorFilter: more hashes than a filter has.");
        }

        ulong seed = reader.ReadVarUInt64();
        return new XorFilter((int)count, seed, count == 0 ? [] : reader.ReadBytes(CoarseLength(ThirdOf((int)count))).ToArray(), fine: null);
    }

    /// <summary>The filter with its fine part.</summary>
    /// <param name="fine">What <see cref="WriteFine"/> wrote.</param>
    /// <exception cref="SketchFormatException">These are not as many bytes.</exception>
    public XorFilter With(ReadOnlySpan<byte> fine) => fine.Length == FineLength
        ? new XorFilter(Count, _seed, _coarse, fine.ToArray())
        : throw new SketchFormatException("XorFilter: the fine part is of another filter.");

    private int Nibble(int place) => _coarse[place >> 1] >> ((place & 1) * CoarseBits);

    private static int CoarseLength(int third) => ((3 * third) + 1) / 2;

    private static int ThirdOf(int count) => (32 + (int)Math.Ceiling(1.23 * count) + 2) / 3;

    /// <summary>Finds an order in which each hash has a place of its own that no later one touches; false where the seed has none.</summary>
    private static bool TryPeel(
        ReadOnlySpan<ulong> hashes, ulong seed, int third, Span<ulong> masks, Span<int> counts, Span<int> order, Stack<int> alone)
    {
        masks.Clear();
        counts.Clear();
        alone.Clear();
        foreach (ulong hash in hashes)
        {
            ulong mixed = Mix(hash, seed);
            Add(masks, counts, mixed, First(mixed, third));
            Add(masks, counts, mixed, Second(mixed, third));
            Add(masks, counts, mixed, Third(mixed, third));
        }

        for (int place = 0; place < counts.Length; place++)
        {
            if (counts[place] == 1)
            {
                alone.Push(place);
            }
        }

        int peeled = 0;
        while (alone.TryPop(out int place))
        {
            if (counts[place] != 1)
            {
                continue;
            }

            // It stays in the mask of its own place, which no later hash touches.
            ulong mixed = masks[place];
            order[peeled++] = place;
            Release(masks, counts, mixed, First(mixed, third), place, alone);
            Release(masks, counts, mixed, Second(mixed, third), place, alone);
            Release(masks, counts, mixed, Third(mixed, third), place, alone);
        }

        return peeled == hashes.Length;
    }

    private static void Add(Span<ulong> masks, Span<int> counts, ulong mixed, int place)
    {
        masks[place] ^= mixed;
        counts[place]++;
    }

    private static void Release(Span<ulong> masks, Span<int> counts, ulong mixed, int place, int own, Stack<int> alone)
    {
        counts[place]--;
        if (place == own)
        {
            return;
        }

        masks[place] ^= mixed;
        if (counts[place] == 1)
        {
            alone.Push(place);
        }
    }

    /// <summary>In the opposite order each hash sets its own place so that its three add up.</summary>
    private static (byte[] Coarse, byte[] Fine) Prints(ReadOnlySpan<int> order, ReadOnlySpan<ulong> masks, int third)
    {
        var prints = new ushort[3 * third];
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int place = order[i];
            ulong mixed = masks[place];
            prints[place] = 0;
            prints[place] = (ushort)(Print(mixed) ^ prints[First(mixed, third)] ^ prints[Second(mixed, third)] ^ prints[Third(mixed, third)]);
        }

        var coarse = new byte[CoarseLength(third)];
        var fine = new byte[3 * third];
        for (int place = 0; place < prints.Length; place++)
        {
            coarse[place >> 1] |= (byte)((prints[place] & CoarseMask) << ((place & 1) * CoarseBits));
            fine[place] = (byte)(prints[place] >> CoarseBits);
        }

        return (coarse, fine);
    }

    /// <summary>12 bits.</summary>
    private static int Print(ulong mixed) => (int)(mixed ^ (mixed >> 32)) & PrintMask;

    private static int First(ulong mixed, int third) => Reduced((uint)mixed, third);

    private static int Second(ulong mixed, int third) => third + Reduced((uint)BitOperations.RotateLeft(mixed, 21), third);

    private static int Third(ulong mixed, int third) => (2 * third) + Reduced((uint)BitOperations.RotateLeft(mixed, 42), third);

    // Lemire's multiplication instead of a remainder.
    private static int Reduced(uint hash, int length) => (int)(((ulong)hash * (uint)length) >> 32);

    // The finalizer of MurmurHash3.
    private static ulong Mix(ulong hash, ulong seed)
    {
        ulong h = hash + (seed * 0x9E3779B97F4A7C15);
        h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCD;
        h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53;
        return h ^ (h >> 33);
    }
}
