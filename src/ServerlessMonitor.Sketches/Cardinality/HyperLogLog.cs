using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServerlessMonitor.Sketches;

/// <summary>Counts distinct values from their 64-bit hashes.</summary>
/// <remarks>
/// Error: exact up to 1,024 distinct hashes; beyond, HyperLogLog with 16,384 registers (Flajolet et al. 2007) and the
/// improved raw estimator of Ertl (arXiv:1702.01284, algorithm 6): standard error 1.04/√16384 = 0.81 %, so within 2 % in
/// 98 of 100 cases, for any cardinality up to 2^50.
/// Memory: 16 bytes a distinct hash until 1,024, then 16 kB. Stored: 8 bytes a hash, then about 8.2 kB.
/// Merge law: commutative, associative, idempotent, to the bit: the state is a function of the set of hashes.
/// The hash must be good in all bits, as <see cref="StableHash64"/> is.
/// </remarks>
public sealed partial class HyperLogLog : ISketch<HyperLogLog>
{
    /// <summary>Up to this many distinct hashes the count is exact.</summary>
    public const int ExactLimit = 1024;

    /// <summary>The relative standard error beyond <see cref="ExactLimit"/>, as a fraction.</summary>
    public const double StandardError = 1.04 / 128;

    internal const int Precision = 14;
    internal const int RegisterCount = 1 << Precision;

    /// <summary>The largest rank: all bits after the index are zero.</summary>
    internal const int MaxRank = 64 - Precision + 1;

    private const ulong StandInForZero = 0x9E3779B97F4A7C15;

    // Zero marks a free slot; the hash 0 is stored as a stand-in (a collision of probability 2^-64).
    private ulong[] _hashes = [];
    private int _hashCount;
    private byte[]? _registers;

    /// <summary>Whether <see cref="Estimate"/> is the true number of distinct hashes.</summary>
    public bool IsExact => _registers is null;

    /// <summary>Adds one hash; adding it again changes nothing.</summary>
    /// <param name="hash">A hash of 64 good bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddHash(ulong hash)
    {
        byte[]? registers = _registers;
        if (registers is null)
        {
            AddExact(hash);
            return;
        }

        int index = (int)(hash >> (64 - Precision));
        byte rank = RankOf(hash);
        if (rank > registers[index])
        {
            registers[index] = rank;
        }
    }

    /// <summary>Adds many hashes.</summary>
    /// <param name="hashes">Hashes of 64 good bits.</param>
    public void AddHashes(ReadOnlySpan<ulong> hashes)
    {
        foreach (ulong hash in hashes)
        {
            AddHash(hash);
        }
    }

    /// <summary>Adds the hashes (<see cref="StableHash64.OfDouble"/>) of numbers.</summary>
    /// <param name="values">Any numbers; −0.0 counts as 0.0, and all NaN as one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddRange(ReadOnlySpan<double> values)
    {
        int i = 0;
        double previous = double.NaN;
        for (; i < values.Length && _registers is null; i++)
        {
            if (values[i] != previous)
            {
                previous = values[i];
                AddExact(StableHash64.OfDouble(previous));
            }
        }

        if (_registers is not byte[] registers)
        {
            return;
        }

        foreach (double value in values[i..])
        {
            ulong hash = StableHash64.OfDouble(value);
            ref byte register = ref registers[(int)(hash >> (64 - Precision))];
            byte rank = RankOf(hash);
            if (rank > register)
            {
                register = rank;
            }
        }
    }

    /// <summary>The number of distinct hashes: exact while <see cref="IsExact"/>, else with <see cref="StandardError"/>.</summary>
    /// <returns>The estimate, rounded to a whole number.</returns>
    public long Estimate() => _registers is null ? _hashCount : ErtlEstimator.Estimate(_registers);

    /// <inheritdoc/>
    public void Merge(HyperLogLog other)
    {
        if (other._registers is byte[] theirs)
        {
            byte[] ours = _registers ?? SwitchToRegisters();
            int i = 0;
            for (; i + Vector<byte>.Count <= ours.Length; i += Vector<byte>.Count)
            {
                Vector.Max(new Vector<byte>(ours, i), new Vector<byte>(theirs, i)).CopyTo(ours, i);
            }

            for (; i < ours.Length; i++)
            {
                ours[i] = Math.Max(ours[i], theirs[i]);
            }

            return;
        }

        // Growing replaces the array, so merging with itself is safe.
        ulong[] hashes = other._hashes;
        foreach (ulong hash in hashes)
        {
            if (hash != 0)
            {
                AddHash(hash);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte RankOf(ulong hash) =>
        (byte)(BitOperations.LeadingZeroCount((hash << Precision) | (1UL << (Precision - 1))) + 1);

    private void AddExact(ulong hash)
    {
        if (hash == 0)
        {
            hash = StandInForZero;
        }

        ulong[] hashes = _hashes;
        if (hashes.Length == 0)
        {
            _hashes = hashes = new ulong[8];
        }

        int slot = FindSlot(hashes, hash);
        if (hashes[slot] == hash)
        {
            return;
        }

        if (_hashCount == ExactLimit)
        {
            SwitchToRegisters();
            AddHash(hash);
            return;
        }

        hashes[slot] = hash;
        _hashCount++;
        if (_hashCount * 2 > hashes.Length)
        {
            var larger = new ulong[hashes.Length * 2];
            foreach (ulong old in hashes)
            {
                if (old != 0)
                {
                    larger[FindSlot(larger, old)] = old;
                }
            }

            _hashes = larger;
        }
    }

    private static int FindSlot(ulong[] hashes, ulong hash)
    {
        int mask = hashes.Length - 1;
        int slot = (int)hash & mask;
        while (hashes[slot] != 0 && hashes[slot] != hash)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private byte[] SwitchToRegisters()
    {
        ulong[] hashes = _hashes;
        _registers = new byte[RegisterCount];
        _hashes = [];
        _hashCount = 0;
        foreach (ulong hash in hashes)
        {
            if (hash != 0)
            {
                AddHash(hash);
            }
        }

        return _registers;
    }
}
