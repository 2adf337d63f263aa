using System.Buffers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>A set of 64-bit hashes: open addressing, at most 13/16 full, 10 to 20 bytes a hash; 200,000 hashes fit into 2 MiB.</summary>
internal sealed class SeenHashes
{
    private const int LeastSlots = 64;
    private const ulong StandInForZero = 0x9E3779B97F4A7C15;

    // Zero marks a free slot; the hash 0 is stored as a stand-in.
    private ulong[] _slots = [];
    private int _size;

    /// <summary>How many different hashes it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a hash.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(ulong hash)
    {
        if (Count >= _size / 16 * 13)
        {
            Grow();
        }

        ulong value = hash == 0 ? StandInForZero : hash;
        if (!Place(_slots.AsSpan(0, _size), value))
        {
            return false;
        }

        Count++;
        return true;
    }

    /// <summary>Adds the hashes of another set.</summary>
    /// <returns>How many were here already.</returns>
    public int AddAll(SeenHashes other)
    {
        int known = 0;
        foreach (ulong value in other._slots.AsSpan(0, other._size))
        {
            known += value != 0 && !Add(value) ? 1 : 0;
        }

        return known;
    }

    /// <summary>Gives the memory back; the set is empty then.</summary>
    public void Release()
    {
        Return(_slots);
        _slots = [];
        _size = 0;
        Count = 0;
    }

    private static void Return(ulong[] slots)
    {
        if (slots.Length > 0)
        {
            ArrayPool<ulong>.Shared.Return(slots);
        }
    }

    private static bool Place(Span<ulong> slots, ulong value)
    {
        int mask = slots.Length - 1;
        int slot = (int)(value >> 20) & mask;
        while (slots[slot] != 0)
        {
            if (slots[slot] == value)
            {
                return false;
            }

            slot = (slot + 1) & mask;
        }

        slots[slot] = value;
        return true;
    }

    private void Grow()
    {
        // Pooled: arrays of this size would otherwise pile up until the next full collection.
        int size = Math.Max(LeastSlots, _size * 2);
        ulong[] slots = ArrayPool<ulong>.Shared.Rent(size);
        Span<ulong> used = slots.AsSpan(0, size);
        used.Clear();
        foreach (ulong value in _slots.AsSpan(0, _size))
        {
            if (value != 0)
            {
                Place(used, value);
            }
        }

        Return(_slots);
        (_slots, _size) = (slots, size);
    }
}
