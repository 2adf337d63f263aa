using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <content>
/// The format: version; mode 0 (exact) or 1 (folded); number of cells; then each by first score, then second: exact the two scores, folded the distance of the bin's number (first × 256 + second) from
/// the one before; positives and negatives.
/// </content>
public sealed partial class PairedScores
{
    private const byte FormatVersion = 1;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteByte(IsExact ? (byte)0 : (byte)1);
        output.WriteCount(_cells.Count);
        int next = 0;
        foreach (PairedScoreCount cell in Ordered())
        {
            if (IsExact)
            {
                output.WriteDouble(cell.First);
                output.WriteDouble(cell.Second);
            }
            else
            {
                int bin = ((int)cell.First * BinsEach) + (int)cell.Second;
                output.WriteCount(bin - next);
                next = bin + 1;
            }

            output.WriteCount(cell.Positives);
            output.WriteCount(cell.Negatives);
        }
    }

    /// <inheritdoc/>
    public static PairedScores Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(PairedScores));
        byte mode = reader.ReadByte();
        if (mode > 1)
        {
            throw new SketchFormatException("PairedScores: unknown mode.");
        }

        var result = new PairedScores { IsExact = mode == 0 };
        int count = result.IsExact ? reader.ReadLength(ExactLimit, 18) : reader.ReadLength(BinsEach * BinsEach, 3);
        int next = 0;
        (double First, double Second) before = (double.NegativeInfinity, 0);
        for (int i = 0; i < count; i++)
        {
            (double First, double Second) key = result.IsExact ? ReadScores(ref reader, before) : ReadBin(ref reader, ref next);
            long positives = reader.ReadCount();
            long negatives = reader.ReadCount();
            if ((positives | negatives) == 0 || positives > long.MaxValue - result.PositiveCount || negatives > long.MaxValue - result.NegativeCount)
            {
                throw new SketchFormatException("PairedScores: a count is out of range.");
            }

            result.AddTo(key, positives, negatives);
            before = key;
        }

        return result;
    }

    private static (double First, double Second) ReadScores(ref SketchReader reader, (double First, double Second) before)
    {
        double first = reader.ReadFiniteDouble() + 0.0;
        double second = reader.ReadFiniteDouble() + 0.0;
        bool ascends = first > before.First || (first == before.First && second > before.Second);
        return ascends && first is >= 0 and <= 1 && second is >= 0 and <= 1
            ? (first, second)
            : throw new SketchFormatException("PairedScores: scores are out of range or out of order.");
    }

    private static (double First, double Second) ReadBin(ref SketchReader reader, ref int next)
    {
        long gap = reader.ReadCount();
        if (gap >= (BinsEach * BinsEach) - next)
        {
            throw new SketchFormatException("PairedScores: a bin is out of range.");
        }

        int bin = next + (int)gap;
        next = bin + 1;
        return (bin / BinsEach, bin % BinsEach);
    }
}
