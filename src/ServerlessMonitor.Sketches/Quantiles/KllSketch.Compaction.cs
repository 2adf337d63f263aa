using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServerlessMonitor.Sketches;

/// <content>The levels: level h holds sorted values that stand for 2^h values each. None while exact.</content>
public sealed partial class KllSketch
{
    /// <summary>The most values kept in the levels.</summary>
    private const int Capacity = 2048;

    /// <summary>Values that are flushed into the levels at once.</summary>
    private const int BlockLength = 2048;

    /// <summary>The most levels: more than any count of 63 bits needs.</summary>
    private const int MaxLevels = 56;

    // The share of a level in the capacity falls by 2/3 a level from the top; 640 of 2,048 for the top leaves room for the
    // minimum of 8 at the bottom.
    private const int TopCapacity = 640;
    private const int LeastCapacity = 8;

    // Halving a stream of n values once in the column compactor costs at most 2^stage·n/64 of variance. One more stage for
    // every doubling beyond this count keeps the sum below 0.05 % of n.
    private const int CountPerStage = 32768;
    private const int MaxStages = 6;

    private static readonly int[] CapacityByDepth = CreateCapacities();

    private double[][] _levels = [];
    private int[] _sizes = [];
    private ulong _random;

    // Per level: the offset last used, and whether the next compaction takes its opposite.
    private ulong _lastOffsets;
    private ulong _pending;

    /// <inheritdoc/>
    public void Merge(KllSketch other)
    {
        if (other._count == 0)
        {
            return;
        }

        if (IsExact && other.IsExact && _count + other._count <= ExactLimit)
        {
            int added = other._buffered;
            MakeRoom(added);
            other._buffer.AsSpan(0, added).CopyTo(_buffer.AsSpan(_buffered));
            _buffered += added;
        }
        else if (_count == 0)
        {
            CopyFrom(other);
            return;
        }
        else
        {
            // Taking both states apart in the same way makes the merge commutative.
            KllSketch theirs = ReferenceEquals(this, other) ? Clone() : other;
            _random = _random + theirs._random + StateStep;
            _lastOffsets = 0;
            _pending = 0;
            FlushUnthinned(_buffer.AsSpan(0, _buffered));
            _buffered = 0;
            _buffer = [];
            ReadOnlySpan<double> block = theirs._buffer.AsSpan(0, theirs._buffered);
            if (BlockSort.IsSorted(block))
            {
                // As one that was read is.
                InsertSorted(0, block);
            }
            else
            {
                FlushUnthinned(block.ToArray());
            }

            for (int level = 0; level < theirs._levels.Length; level++)
            {
                InsertSorted(level, theirs._levels[level].AsSpan(0, theirs._sizes[level]));
            }
        }

        _count += other._count;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
        _view = null;
        Compress();
    }

    /// <summary>
    /// Keeps fewer values. With v of them, 16 or more, a rank is off by less than 2/v of the count, and with a standard deviation of about 0.5/v; sketches of other values err
    /// independently, so that what is merged of many thinned ones is nearer. Nothing changes where there are no more.
    /// </summary>
    /// <param name="values">How many values are kept at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="values"/> is below 16.</exception>
    public void Thin(int values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values, 16);
        if (KeptCount <= values)
        {
            return;
        }

        // Else all sketches would take the same of every two values, and err to the same side.
        _random += StableHash64.OfUInt64((ulong)_count ^ BitConverter.DoubleToUInt64Bits(_min) ^ BitOperations.RotateLeft(BitConverter.DoubleToUInt64Bits(_max), 32));
        _lastOffsets = 0;
        _pending = 0;
        FlushUnthinned(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
        _buffer = [];
        while (KeptInLevels() > values)
        {
            int level = 0;
            while (_sizes[level] < 2)
            {
                level++;
            }

            CompactLevel(level);
        }

        _view = null;
    }

    private static int[] CreateCapacities()
    {
        var result = new int[MaxLevels];
        double capacity = TopCapacity;
        for (int depth = 0; depth < result.Length; depth++)
        {
            result[depth] = Math.Max(LeastCapacity, (int)capacity);
            capacity *= 2.0 / 3;
        }

        return result;
    }

    private const ulong StateStep = 0x9E3779B97F4A7C15;

    private KllSketch Clone()
    {
        var clone = new KllSketch();
        clone.CopyFrom(this);
        return clone;
    }

    private void CopyFrom(KllSketch other)
    {
        _buffer = other._buffer.AsSpan(0, other._buffered).ToArray();
        _buffered = other._buffered;
        _count = other._count;
        _min = other._min;
        _max = other._max;
        _view = null;
        _sizes = [.. other._sizes];
        _levels = new double[other._levels.Length][];
        for (int level = 0; level < _levels.Length; level++)
        {
            _levels[level] = other._levels[level].AsSpan(0, _sizes[level]).ToArray();
        }

        _random = other._random;
        _lastOffsets = other._lastOffsets;
        _pending = other._pending;
    }

    private int KeptInLevels()
    {
        int kept = 0;
        foreach (int size in _sizes)
        {
            kept += size;
        }

        return kept;
    }

    /// <summary>Moves the full buffer into the levels.</summary>
    private void Flush()
    {
        if (IsExact)
        {
            BlockSort.Sort(_buffer.AsSpan(0, _buffered));
            _levels = [_buffer];
            _sizes = [_buffered];
            _buffer = [];
            _buffered = 0;
            return;
        }

        Span<double> block = _buffer.AsSpan(0, _buffered);
        int stages = Math.Min(MaxStages, (int)ulong.Log2(1 + ((ulong)_count / CountPerStage)));
        for (int stage = 0; stage < stages; stage++)
        {
            ColumnCompactor.Halve(block, NextRandom());
            block = block[..(block.Length / 2)];
        }

        BlockSort.Sort(block);
        InsertSorted(stages, block);
        _buffered = 0;
        Compress();
    }

    /// <summary>Puts values of weight 1 into the lowest level; sorts the span.</summary>
    private void FlushUnthinned(Span<double> values)
    {
        BlockSort.Sort(values);
        InsertSorted(0, values);
    }

    /// <summary>Moves the buffer into the levels, as it is stored; the order of the values in it does not matter.</summary>
    private void Settle()
    {
        FlushUnthinned(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
        Compress();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InsertSorted(int level, ReadOnlySpan<double> values)
    {
        if (_levels.Length <= level)
        {
            int before = _levels.Length;
            Array.Resize(ref _levels, level + 1);
            Array.Resize(ref _sizes, level + 1);
            _levels.AsSpan(before).Fill([]);
        }

        int size = _sizes[level];
        int merged = size + values.Length;
        if (_levels[level].Length < merged)
        {
            double[] larger = ArrayPool<double>.Shared.Rent(merged);
            _levels[level].AsSpan(0, size).CopyTo(larger);
            Release(_levels[level]);
            _levels[level] = larger;
        }

        // Merges from the back, in place, choosing without a branch.
        Span<double> items = _levels[level].AsSpan(0, merged);
        int a = size - 1;
        int b = values.Length - 1;
        int to = merged - 1;
        while ((a | b) >= 0)
        {
            double ours = items[a];
            double theirs = values[b];
            int takeOurs = ours > theirs ? 1 : 0;
            items[to--] = double.MaxNative(ours, theirs);
            a -= takeOurs;
            b -= 1 - takeOurs;
        }

        values[..(b + 1)].CopyTo(items);
        _sizes[level] = merged;
    }

    private void Compress()
    {
        while (!IsExact && KeptInLevels() > Capacity)
        {
            CompactLevel(FindLevelToCompact());
        }
    }

    // The lowest level above its share: compacting low levels costs the least accuracy.
    private int FindLevelToCompact()
    {
        int largest = 0;
        for (int level = 0; level < _levels.Length; level++)
        {
            if (_sizes[level] > CapacityByDepth[_levels.Length - 1 - level])
            {
                return level;
            }

            largest = _sizes[level] > _sizes[largest] ? level : largest;
        }

        return largest;
    }

    /// <summary>Moves every second value of a level one level up; of an odd number, the smallest stays.</summary>
    private void CompactLevel(int level)
    {
        int size = _sizes[level];
        int stays = size & 1;
        Span<double> items = _levels[level].AsSpan(stays, size - stays);
        int offset = NextOffset(level);
        int half = items.Length / 2;
        for (int i = 0; i < half; i++)
        {
            items[i] = items[(2 * i) + offset];
        }

        InsertSorted(level + 1, items[..half]);
        _sizes[level] = stays;

        // What is left is at most one value: kept at its size the arrays of all levels would hold several times the capacity.
        double[] emptied = _levels[level];
        _levels[level] = emptied.AsSpan(0, stays).ToArray();
        Release(emptied);
    }

    private static void Release(double[] values)
    {
        // The pool takes the lengths that it gives, and only those.
        if (values.Length >= 16 && BitOperations.IsPow2(values.Length))
        {
            ArrayPool<double>.Shared.Return(values);
        }
    }

    private int NextOffset(int level)
    {
        ulong bit = 1UL << level;
        if ((_pending & bit) != 0)
        {
            _pending &= ~bit;
            _lastOffsets ^= bit;
        }
        else
        {
            _pending |= bit;
            _lastOffsets = (_lastOffsets & ~bit) | (NextRandom() & bit);
        }

        return (_lastOffsets & bit) == 0 ? 0 : 1;
    }

    // SplitMix64 (Steele, Lea and Flood 2014).
    private ulong NextRandom()
    {
        _random += StateStep;
        ulong z = _random;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
