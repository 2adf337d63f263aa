using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <content>
/// The format: version; count; largest error; number of items; each item in ordinal order as length, bytes, count.
/// </content>
public sealed partial class FrequentItems
{
    private const byte FormatVersion = 1;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteCount(Count);
        output.WriteCount(MaxError);
        output.WriteCount(_entryCount);
        foreach (FrequentItem item in Items())
        {
            output.WriteCount(item.Utf8.Length);
            output.Write(item.Utf8.Span);
            output.WriteCount(item.Count);
        }
    }

    /// <inheritdoc/>
    public static FrequentItems Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(FrequentItems));
        var result = new FrequentItems { Count = reader.ReadCount(), MaxError = reader.ReadCount() };
        int items = reader.ReadLength(ExactLimit, 2);
        long left = result.Count;
        ReadOnlySpan<byte> previous = default;
        for (int i = 0; i < items; i++)
        {
            ReadOnlySpan<byte> key = reader.ReadBytes(reader.ReadLength(MaxItemLength, 1));
            long count = reader.ReadCount();
            if (count < 1 || count > left || (i > 0 && previous.SequenceCompareTo(key) >= 0))
            {
                throw new SketchFormatException("FrequentItems: the items are out of order or do not add up.");
            }

            result.Insert(key, StableHash64.OfBytes(key), count);
            left -= count;
            previous = key;
        }

        return left == 0 || !result.IsExact
            ? result
            : throw new SketchFormatException("FrequentItems: the counts of an exact summary do not add up.");
    }
}
