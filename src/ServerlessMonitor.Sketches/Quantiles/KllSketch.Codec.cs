using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <content>
/// The format: version; number of levels (0: exact); count; while exact the sorted values; else minimum, maximum, state of
/// the generator, offsets, pending bits, and for each level its size and sorted values.
/// </content>
public sealed partial class KllSketch
{
    private const byte FormatVersion = 1;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        if (!IsExact && _buffered > 0)
        {
            KllSketch settled = Clone();
            settled.Settle();
            settled.Write(output);
            return;
        }

        output.WriteByte(FormatVersion);
        output.WriteByte((byte)_levels.Length);
        output.WriteCount(_count);
        if (IsExact)
        {
            double[] sorted = _buffer.AsSpan(0, _buffered).ToArray();
            BlockSort.Sort(sorted);
            SortedDoubles.Write(output, sorted);
            return;
        }

        output.WriteDouble(_min);
        output.WriteDouble(_max);
        output.WriteUInt64(_random);
        output.WriteVarUInt64(_lastOffsets);
        output.WriteVarUInt64(_pending);
        for (int level = 0; level < _levels.Length; level++)
        {
            output.WriteCount(_sizes[level]);
            SortedDoubles.Write(output, _levels[level].AsSpan(0, _sizes[level]));
        }
    }

    /// <inheritdoc/>
    public static KllSketch Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(KllSketch));
        int levels = reader.ReadByte();
        long count = reader.ReadCount();
        if (levels == 0)
        {
            return ReadExact(ref reader, count);
        }

        if (levels > MaxLevels)
        {
            throw new SketchFormatException("KllSketch: too many levels.");
        }

        var result = new KllSketch
        {
            _count = count,
            _min = reader.ReadFiniteDouble() + 0.0,
            _max = reader.ReadFiniteDouble() + 0.0,
            _random = reader.ReadUInt64(),
            _lastOffsets = reader.ReadVarUInt64(),
            _pending = reader.ReadVarUInt64(),
            _levels = new double[levels][],
            _sizes = new int[levels],
        };
        int room = Capacity;
        for (int level = 0; level < levels; level++)
        {
            int size = reader.ReadLength(room, 0);
            room -= size;
            double[] values = SortedDoubles.Read(ref reader, size);
            if (size > (count >> level) || (size > 0 && (values[0] < result._min || values[^1] > result._max)))
            {
                throw new SketchFormatException("KllSketch: a level contradicts the count or the extremes.");
            }

            result._levels[level] = values;
            result._sizes[level] = size;
            count -= (long)size << level;
        }

        return count == 0 ? result : throw new SketchFormatException("KllSketch: the weights do not add up to the count.");
    }

    private static KllSketch ReadExact(ref SketchReader reader, long count)
    {
        if (count > ExactLimit)
        {
            throw new SketchFormatException("KllSketch: more values than an exact sketch holds.");
        }

        double[] values = SortedDoubles.Read(ref reader, (int)count);
        var result = new KllSketch { _buffer = values, _buffered = values.Length, _count = count };
        if (count > 0)
        {
            result._min = values[0];
            result._max = values[^1];
        }

        return result;
    }
}
