namespace ServerlessMonitor.Profile.Feeding;

/// <summary>A set of 64-bit hashes: open addressing, at most three quarters full, 11 to 22 bytes a hash.</summary>
internal sealed class SeenHashes
{
    private const int LeastSlots = 64;
    private const ulong StandInForZero = 0x9E3779B97F4A7C15;

    // Zero marks a free slot; the hash 0 is stored as a stand-in.
    private ulong[] _slots = [];

    /// <summary>How many different hashes it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a hash.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(ulong hash)
    {
        if (Count >= _slots.Length / 4 * 3)
        {
            Grow();
        }

        ulong value = hash == 0 ? StandInForZero : hash;
        if (!Place(_slots, value))
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
        foreach (ulong value in other._slots)
        {
            known += value != 0 && !Add(value) ? 1 : 0;
        }

        return known;
    }

    private static bool Place(ulong[] slots, ulong value)
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
        var slots = new ulong[Math.Max(LeastSlots, _slots.Length * 2)];
        foreach (ulong value in _slots)
        {
            if (value != 0)
            {
                Place(slots, value);
            }
        }

        _slots = slots;
    }
}
