using System.Numerics;

namespace ServerlessMonitor.Sketches;

/// <content>What it takes to store, and less of it.</content>
public sealed partial class FrequentItems
{
    // Beside its own bytes: what it shares with the item before, its length and its count.
    private const int BytesAnItem = 3;

    /// <summary>No fewer bytes than it takes to store, whatever the items are.</summary>
    public int StoredSizeLimit => _byteCount + (_entryCount * (BytesAnItem + 1));

    /// <summary>
    /// About how many bytes it takes to store, once they are compressed: what each item does not share with the one before, at the entropy of its bytes. In whole numbers, so that it
    /// is the same everywhere.
    /// </summary>
    public int EstimateStoredSize()
    {
        FrequentItem[] items = Items();
        Span<long> histogram = stackalloc long[256];
        histogram.Clear();
        ReadOnlySpan<byte> previous = default;
        long bytes = 0;
        foreach (FrequentItem item in items)
        {
            ReadOnlySpan<byte> utf8 = item.Utf8.Span;
            foreach (byte value in utf8[utf8.CommonPrefixLength(previous)..])
            {
                histogram[value]++;
                bytes++;
            }

            previous = utf8;
        }

        long bits = 0;
        foreach (long count in histogram)
        {
            // As a Huffman code: at least one bit, and whole ones.
            bits += count == 0 ? 0 : count * (1 + BitOperations.Log2((ulong)(bytes / count)));
        }

        return (int)((bits / 8) + (items.Length * (long)BytesAnItem));
    }

    /// <summary>Keeps at most <paramref name="keep"/> items, the frequent ones, at the price of <see cref="MaxError"/>.</summary>
    /// <param name="keep">0 to <see cref="ExactLimit"/>.</param>
    public void Reduce(int keep)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        if (_entryCount > keep)
        {
            Purge(keep);
        }
    }
}
