using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Free text and ids: how many are different and how long they are.</summary>
internal sealed class TextFeeder : ColumnFeeder
{
    private readonly ulong[] _hashes = new ulong[RowBlock.Capacity];
    private readonly double[] _lengths = new double[RowBlock.Capacity];

    public TextFeeder(ColumnSchema schema, int index)
        : base(schema, index)
    {
    }

    protected override void FeedSlice(ScatteredBlock block, ColumnBlock column, CellSlice slice, ColumnProfile profile, bool isFull)
    {
        bool measures = profile.TextLength is not null;
        int count = 0;
        for (int place = slice.Start; place < slice.Start + slice.Count; place++)
        {
            ReadOnlySpan<byte> text = column.TextOf(block.RowAt(place));
            if (text.IsEmpty)
            {
                continue;
            }

            _hashes[count] = StableHash64.OfBytes(text);
            _lengths[count] = measures ? CodePoints(text) : 0;
            count++;
        }

        profile.Distinct!.AddHashes(_hashes.AsSpan(0, count));
        profile.TextLength?.AddRange(_lengths.AsSpan(0, count));
    }

    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte b in utf8)
        {
            // All but the continuation bytes 10xxxxxx.
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
