using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Where the hashes of a run stand: ascending, in blocks that can be read alone.</summary>
/// <param name="Offset">Where the first block begins; the others follow.</param>
/// <param name="Blocks">The blocks.</param>
internal sealed record KeptHashes(long Offset, IReadOnlyList<KeptHashBlock> Blocks)
{
    /// <summary>The hashes of a block; of the last one, what is left.</summary>
    public const int BlockRows = 1024;

    // What one more request takes is worth reading about so much.
    private const int RequestWorth = 64 * 1024;

    /// <summary>No hashes.</summary>
    public static KeptHashes None { get; } = new(0, []);

    /// <summary>How many bytes some blocks have.</summary>
    public long LengthOf(int first, int count)
    {
        long length = 0;
        for (int block = first; block < first + count; block++)
        {
            length += Blocks[block].Length;
        }

        return length;
    }

    /// <summary>What must be read to find some of the ascending hashes that are looked for.</summary>
    /// <param name="hashes">The hashes.</param>
    /// <param name="those">Which of them, ascending; null: all.</param>
    /// <returns>Blocks in a row, ascending: near ones together.</returns>
    public IReadOnlyList<(int First, int Count)> RangesOf(ReadOnlySpan<ulong> hashes, int[]? those)
    {
        var ranges = new List<(int First, int Count)>();
        int block = -1;
        int count = those?.Length ?? hashes.Length;
        for (int i = 0; i < count; i++)
        {
            ulong hash = hashes[those is null ? i : those[i]];
            while (block + 1 < Blocks.Count && Blocks[block + 1].First <= hash)
            {
                block++;
            }

            if (block < 0 || (ranges.Count > 0 && ranges[^1].First + ranges[^1].Count > block))
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1] is var last && LengthOf(last.First + last.Count, block - last.First - last.Count) < RequestWorth)
            {
                ranges[^1] = (last.First, block - last.First + 1);
            }
            else
            {
                ranges.Add((block, 1));
            }
        }

        return ranges;
    }

    public void Write(IBufferWriter<byte> output)
    {
        output.WriteCount(Offset);
        output.WriteCount(Blocks.Count);
        ulong previous = 0;
        foreach (KeptHashBlock block in Blocks)
        {
            output.WriteVarUInt64(block.First - previous);
            output.WriteCount(block.Length);
            output.WriteUInt64(block.Sum);
            previous = block.First;
        }
    }

    /// <exception cref="SketchFormatException">The bytes are no such place.</exception>
    public static KeptHashes Read(ref SketchReader reader)
    {
        long offset = reader.ReadCount();
        int count = reader.ReadLength(KeptFormat.RunRows / BlockRows, 1);
        var blocks = new KeptHashBlock[count];
        ulong first = 0;
        for (int i = 0; i < count; i++)
        {
            ulong next = first + reader.ReadVarUInt64();
            first = next >= first ? next : throw new SketchFormatException("blocks of hashes that must ascend do not");
            blocks[i] = new KeptHashBlock(first, (int)Math.Min(reader.ReadCount(), int.MaxValue), reader.ReadUInt64());
        }

        return new KeptHashes(offset, blocks);
    }
}
