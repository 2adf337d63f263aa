using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// Exact counts of a numeric column that has few distinct values: an hour of day, a rating, a flag.
/// </summary>
/// <remarks>
/// Error: none. Past 256 distinct values the counts are dropped for good and <see cref="Overflowed"/> says so.
/// Memory: about 24 bytes a distinct value, at most 8 kB; nothing once overflowed. Stored: at most 4 kB.
/// Merge law: commutative and associative to the bit; overflow is sticky, and a function of the set of values alone.
/// </remarks>
public sealed class ValueCounts : ISketch<ValueCounts>
{
    /// <summary>The most distinct values that are counted.</summary>
    public const int Limit = 256;

    private const byte FormatVersion = 1;

    // Null once overflowed.
    private DoubleTable? _table = new();
    private long[] _counts = [];

    /// <summary>How many values were added, also after the overflow.</summary>
    public long Count { get; private set; }

    /// <summary>Whether there were more than <see cref="Limit"/> distinct values; then no counts are left.</summary>
    public bool Overflowed => _table is null;

    /// <summary>The number of distinct values, or null once <see cref="Overflowed"/>.</summary>
    public int? DistinctCount => _table?.Count;

    /// <summary>Adds one value; −0.0 counts as 0.0.</summary>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public void Add(double value)
    {
        FiniteValues.ThrowIfNotFinite(value);
        Count++;
        AddCounted(value + 0.0, 1);
    }

    /// <summary>Adds one value several times.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="count">How often it occurred, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite, or the count is below 1.</exception>
    public void Add(double value, long count)
    {
        FiniteValues.ThrowIfNotFinite(value);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count += count;
        AddCounted(value + 0.0, count);
    }

    /// <summary>Adds many values; costs next to nothing once <see cref="Overflowed"/>.</summary>
    /// <param name="values">Finite numbers (no longer checked once overflowed).</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; nothing was added.</exception>
    public void AddRange(ReadOnlySpan<double> values)
    {
        if (Overflowed)
        {
            Count += values.Length;
            return;
        }

        FiniteValues.ThrowIfNotFinite(values);
        Count += values.Length;
        for (int i = 0; i < values.Length && _table is not null;)
        {
            double value = values[i];
            int start = i++;
            while (i < values.Length && values[i] == value)
            {
                i++;
            }

            AddCounted(value + 0.0, i - start);
        }
    }

    /// <summary>How often <paramref name="value"/> was added; null once <see cref="Overflowed"/>.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>The exact count.</returns>
    public long? CountOf(double value)
    {
        if (_table is null)
        {
            return null;
        }

        int index = _table.Find(value + 0.0);
        return index < 0 ? 0 : _counts[index];
    }

    /// <summary>The distinct values, ascending, with their counts; empty once <see cref="Overflowed"/>.</summary>
    /// <returns>A new array.</returns>
    public WeightedValue[] Values()
    {
        if (_table is null)
        {
            return [];
        }

        var result = new WeightedValue[_table.Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = new WeightedValue(_table.Keys[i], _counts[i]);
        }

        Array.Sort(result, static (a, b) => a.Value.CompareTo(b.Value));
        return result;
    }

    /// <summary>Adds the hash of every distinct value (<see cref="StableHash64.OfDouble"/>); none once <see cref="Overflowed"/>.</summary>
    /// <param name="distinct">What counts them.</param>
    public void AddHashesTo(HyperLogLog distinct)
    {
        for (int i = 0; i < _table?.Count; i++)
        {
            distinct.AddHash(StableHash64.OfDouble(_table.Keys[i]));
        }
    }

    /// <inheritdoc/>
    public void Merge(ValueCounts other)
    {
        Count += other.Count;
        if (Overflowed || other.Overflowed)
        {
            Overflow();
            return;
        }

        foreach ((double value, long weight) in other.Values())
        {
            AddCounted(value, weight);
        }
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteByte(Overflowed ? (byte)1 : (byte)0);
        output.WriteCount(Count);
        if (Overflowed)
        {
            return;
        }

        WeightedValue[] values = Values();
        output.WriteCount(values.Length);
        SortedDoubles.Write(output, Array.ConvertAll(values, static v => v.Value));
        foreach (WeightedValue value in values)
        {
            output.WriteCount(value.Weight);
        }
    }

    /// <inheritdoc/>
    public static ValueCounts Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(ValueCounts));
        byte overflowed = reader.ReadByte();
        var result = new ValueCounts { Count = reader.ReadCount() };
        if (overflowed == 1)
        {
            result.Overflow();
            return result;
        }

        int length = overflowed == 0
            ? reader.ReadLength(Limit, 1)
            : throw new SketchFormatException("ValueCounts: unknown flag.");
        double[] values = SortedDoubles.Read(ref reader, length);
        long left = result.Count;
        for (int i = 0; i < values.Length; i++)
        {
            long count = reader.ReadCount();
            if (count < 1 || count > left || (i > 0 && values[i] == values[i - 1]))
            {
                throw new SketchFormatException("ValueCounts: the counts do not add up.");
            }

            left -= count;
            result.AddCounted(values[i], count);
        }

        return left == 0 ? result : throw new SketchFormatException("ValueCounts: the counts do not add up.");
    }

    private void AddCounted(double value, long count)
    {
        if (_table is null)
        {
            return;
        }

        int index = _table.FindOrAdd(value);
        if (index >= _counts.Length)
        {
            if (index >= Limit)
            {
                Overflow();
                return;
            }

            Array.Resize(ref _counts, Math.Max(4, _counts.Length * 2));
        }

        _counts[index] += count;
    }

    private void Overflow()
    {
        _table = null;
        _counts = [];
    }
}
