using System.Runtime.CompilerServices;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// Numbers the distinct doubles it is shown, in order of appearance, by open addressing. Empty until first used.
/// Keys are finite and zero is positive: the caller adds 0.0.
/// </summary>
internal sealed class DoubleTable
{
    private double[] _keys = [];
    private int[] _slots = [];
    private int _shift = 64;

    public int Count { get; private set; }

    public ReadOnlySpan<double> Keys => _keys.AsSpan(0, Count);

    /// <summary>The index of a key, or -1.</summary>
    public int Find(double key)
    {
        if (_slots.Length == 0)
        {
            return -1;
        }

        int slot = SlotOf(key, _shift);
        int index;
        while ((index = _slots[slot] - 1) >= 0 && _keys[index] != key)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return index;
    }

    /// <summary>The index of a key, which is <see cref="Count"/> before the call when the key is new.</summary>
    public int FindOrAdd(double key)
    {
        if (_slots.Length == 0)
        {
            Grow();
        }

        int slot = SlotOf(key, _shift);
        int index;
        while ((index = _slots[slot] - 1) >= 0)
        {
            if (_keys[index] == key)
            {
                return index;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        if (Count == _keys.Length)
        {
            Grow();
            slot = SlotOf(key, _shift);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }
        }

        _keys[Count] = key;
        _slots[slot] = ++Count;
        return Count - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(double key, int shift) =>
        (int)((BitConverter.DoubleToUInt64Bits(key) * 0x9E3779B97F4A7C15) >> shift);

    private void Grow()
    {
        int capacity = Math.Max(4, _keys.Length * 2);
        Array.Resize(ref _keys, capacity);
        _slots = new int[capacity * 2];
        _shift = 64 - int.Log2(_slots.Length);
        for (int i = 0; i < Count; i++)
        {
            int slot = SlotOf(_keys[i], _shift);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }
    }
}
