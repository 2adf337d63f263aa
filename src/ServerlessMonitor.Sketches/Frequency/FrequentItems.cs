using System.Runtime.CompilerServices;

namespace ServerlessMonitor.Sketches;

/// <summary>Counts of byte strings (UTF-8 text of a categorical column), with the frequent ones kept.</summary>
/// <remarks>
/// Error: none up to 4,096 distinct items. Beyond, the batched form of Misra and Gries (1982): when an item too many arrives,
/// the 2,049th largest count is taken off every count and what is left with nothing is dropped. Every count is then at most
/// <see cref="MaxError"/> too low and never too high, and <see cref="MaxError"/> is at most <see cref="Count"/> / 2,049; so every
/// item with a larger share is there (Agarwal et al., "Mergeable summaries", PODS 2012). After <see cref="Reduce"/> to k items, k + 1 stands for 2,049.
/// Memory: about 40 bytes and the item itself for each item kept, at most 4,096; nothing is allocated for an item that is known.
/// Merge law: commutative to the bit; associative to the bit while the result is exact, else within the stated error.
/// Items longer than <see cref="MaxItemLength"/> bytes are kept as their first 236 bytes (cut between characters), "…#" and
/// their hash in 16 hexadecimal digits, so that different long items stay different.
/// </remarks>
public sealed partial class FrequentItems : ISketch<FrequentItems>
{
    /// <summary>The most distinct items that are counted exactly.</summary>
    public const int ExactLimit = 4096;

    /// <summary>The longest item kept as it is, in bytes.</summary>
    public const int MaxItemLength = 256;

    private const int KeptByPurge = ExactLimit / 2;

    private Entry[] _entries = [];
    private int _entryCount;
    private int[] _slots = [];
    private byte[] _bytes = [];
    private int _byteCount;

    /// <summary>The sum of all counts that were added.</summary>
    public long Count { get; private set; }

    /// <summary>The most by which a count may be too low; 0 while exact.</summary>
    public long MaxError { get; private set; }

    /// <summary>Whether all items are kept with their exact counts.</summary>
    public bool IsExact => MaxError == 0;

    /// <summary>The number of items kept; the number of distinct items while exact.</summary>
    public int ItemCount => _entryCount;

    /// <summary>Whether every item kept is shorter than <see cref="MaxItemLength"/>, so that none stands for a longer one.</summary>
    public bool HasShortItemsOnly
    {
        get
        {
            foreach (ref readonly Entry entry in _entries.AsSpan(0, _entryCount))
            {
                if (entry.Length >= MaxItemLength)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Adds the hash of every item kept (<see cref="StableHash64.OfBytes"/> of its bytes as kept).</summary>
    /// <param name="distinct">What counts them.</param>
    public void AddHashesTo(HyperLogLog distinct)
    {
        foreach (ref readonly Entry entry in _entries.AsSpan(0, _entryCount))
        {
            distinct.AddHash(entry.Hash);
        }
    }

    /// <summary>Adds one item.</summary>
    /// <param name="utf8">The bytes of the item; may be empty.</param>
    /// <param name="count">How often it occurred, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void Add(ReadOnlySpan<byte> utf8, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
        {
            return;
        }

        Count += count;
        if (utf8.Length <= MaxItemLength)
        {
            AddKey(utf8, StableHash64.OfBytes(utf8), count);
            return;
        }

        AddLong(utf8, count);
    }

    /// <summary>The count of one item.</summary>
    /// <param name="utf8">The bytes of the item.</param>
    /// <returns>0 if it is not kept; at most <see cref="MaxError"/> too low.</returns>
    public long CountOf(ReadOnlySpan<byte> utf8)
    {
        Span<byte> shortened = stackalloc byte[MaxItemLength];
        ReadOnlySpan<byte> key = utf8.Length <= MaxItemLength ? utf8 : LongItems.Shorten(utf8, shortened);
        int index = _slots.Length == 0 ? -1 : _slots[FindSlot(key, StableHash64.OfBytes(key))] - 1;
        return index < 0 ? 0 : _entries[index].Count;
    }

    /// <summary>The items kept, in ordinal order of their bytes (that is, by code point), with their counts.</summary>
    /// <returns>A new array, independent of the summary.</returns>
    public FrequentItem[] Items()
    {
        byte[] bytes = _bytes.AsSpan(0, _byteCount).ToArray();
        var items = new FrequentItem[_entryCount];
        for (int i = 0; i < items.Length; i++)
        {
            ref readonly Entry entry = ref _entries[i];
            items[i] = new FrequentItem(bytes.AsMemory(entry.Offset, entry.Length), entry.Count);
        }

        // What was read from bytes comes in order.
        for (int i = 1; i < items.Length; i++)
        {
            if (items[i - 1].Utf8.Span.SequenceCompareTo(items[i].Utf8.Span) > 0)
            {
                Array.Sort(items, static (a, b) => a.Utf8.Span.SequenceCompareTo(b.Utf8.Span));
                break;
            }
        }

        return items;
    }

    /// <inheritdoc/>
    public void Merge(FrequentItems other)
    {
        Count += other.Count;
        MaxError += other.MaxError;
        int theirs = other._entryCount;
        for (int i = 0; i < theirs; i++)
        {
            Entry entry = other._entries[i];
            Insert(other._bytes.AsSpan(entry.Offset, entry.Length), entry.Hash, entry.Count);
        }

        PurgeIfFull();
    }

    private void AddLong(ReadOnlySpan<byte> utf8, long count)
    {
        Span<byte> shortened = stackalloc byte[MaxItemLength];
        ReadOnlySpan<byte> key = LongItems.Shorten(utf8, shortened);
        AddKey(key, StableHash64.OfBytes(key), count);
    }

    private void AddKey(ReadOnlySpan<byte> key, ulong hash, long count)
    {
        if (_slots.Length != 0)
        {
            int index = _slots[FindSlot(key, hash)] - 1;
            if (index >= 0)
            {
                _entries[index].Count += count;
                return;
            }
        }

        Insert(key, hash, count);
        PurgeIfFull();
    }

    // The slot of the key, or the free one where it belongs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindSlot(ReadOnlySpan<byte> key, ulong hash)
    {
        int[] slots = _slots;
        Entry[] entries = _entries;
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        while (true)
        {
            int index = slots[slot] - 1;
            if (index < 0)
            {
                return slot;
            }

            ref readonly Entry entry = ref entries[index];
            if (entry.Hash == hash && entry.Length == key.Length
                && key.SequenceEqual(_bytes.AsSpan(entry.Offset, entry.Length)))
            {
                return slot;
            }

            slot = (slot + 1) & mask;
        }
    }

    private void Insert(ReadOnlySpan<byte> key, ulong hash, long count)
    {
        if (_entryCount == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, _entries.Length * 2));
            RebuildSlots();
        }

        int slot = FindSlot(key, hash);
        if (_slots[slot] != 0)
        {
            _entries[_slots[slot] - 1].Count += count;
            return;
        }

        if (_byteCount + key.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_byteCount + key.Length, Math.Max(32, _bytes.Length * 2)));
        }

        key.CopyTo(_bytes.AsSpan(_byteCount));
        _entries[_entryCount] = new Entry { Hash = hash, Offset = _byteCount, Length = key.Length, Count = count };
        _byteCount += key.Length;
        _slots[slot] = ++_entryCount;
    }

    private void RebuildSlots()
    {
        int wanted = Math.Max(8, _entries.Length * 2);
        if (_slots.Length == wanted)
        {
            Array.Clear(_slots);
        }
        else
        {
            _slots = new int[wanted];
        }

        int mask = _slots.Length - 1;
        for (int i = 0; i < _entryCount; i++)
        {
            int slot = (int)_entries[i].Hash & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }

    // The sum of what is taken off is at least one more than the items kept times the error it adds, which is the stated bound.
    private void PurgeIfFull()
    {
        if (_entryCount <= ExactLimit)
        {
            return;
        }

        Purge(KeptByPurge);
    }

    private void Purge(int keep)
    {
        var counts = new long[_entryCount];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = _entries[i].Count;
        }

        Array.Sort(counts);
        long cut = counts[^(keep + 1)];
        int kept = 0;
        int keptBytes = 0;
        for (int i = 0; i < _entryCount; i++)
        {
            Entry entry = _entries[i];
            if (entry.Count > cut)
            {
                _bytes.AsSpan(entry.Offset, entry.Length).CopyTo(_bytes.AsSpan(keptBytes));
                entry.Offset = keptBytes;
                entry.Count -= cut;
                _entries[kept++] = entry;
                keptBytes += entry.Length;
            }
        }

        MaxError += cut;
        _entryCount = kept;
        _byteCount = keptBytes;
        RebuildSlots();
    }

    private struct Entry
    {
        public ulong Hash;
        public long Count;
        public int Offset;
        public int Length;
    }
}
