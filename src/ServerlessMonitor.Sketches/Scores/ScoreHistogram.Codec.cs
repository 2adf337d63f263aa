using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <content>
/// The format: version; mode 0 (exact): number of scores, ascending scores, then positives and negatives of each; mode 1
/// (folded): number of bins that are not empty, then for each the distance from the one before, positives and negatives.
/// </content>
public sealed partial class ScoreHistogram
{
    private const byte FormatVersion = 1;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteByte(IsExact ? (byte)0 : (byte)1);
        if (IsExact)
        {
            ScoreCount[] scores = Scores();
            output.WriteCount(scores.Length);
            SortedDoubles.Write(output, Array.ConvertAll(scores, static s => s.Score));
            foreach (ScoreCount score in scores)
            {
                output.WriteCount(score.Positives);
                output.WriteCount(score.Negatives);
            }

            return;
        }

        output.WriteCount(CountOccupiedBins());
        int next = 0;
        for (int i = 0; i < ScoreBins.Count; i++)
        {
            if ((_positives[i] | _negatives[i]) != 0)
            {
                output.WriteCount(i - next);
                output.WriteCount(_positives[i]);
                output.WriteCount(_negatives[i]);
                next = i + 1;
            }
        }
    }

    /// <inheritdoc/>
    public static ScoreHistogram Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(ScoreHistogram));
        byte mode = reader.ReadByte();
        return mode switch
        {
            0 => ReadExact(ref reader),
            1 => ReadFolded(ref reader),
            _ => throw new SketchFormatException("ScoreHistogram: unknown mode."),
        };
    }

    private static ScoreHistogram ReadExact(ref SketchReader reader)
    {
        var result = new ScoreHistogram();
        int length = reader.ReadLength(ExactLimit, 3);
        double[] scores = SortedDoubles.Read(ref reader, length);
        for (int i = 0; i < length; i++)
        {
            if (!(scores[i] >= 0 && scores[i] <= 1) || (i > 0 && scores[i] == scores[i - 1]))
            {
                throw new SketchFormatException("ScoreHistogram: a score is out of range or comes twice.");
            }

            result.AddRead(ref reader, result.IndexFor(scores[i]));
        }

        return result;
    }

    private static ScoreHistogram ReadFolded(ref SketchReader reader)
    {
        var result = new ScoreHistogram();
        result.Fold();
        int occupied = reader.ReadLength(ScoreBins.Count, 3);
        int next = 0;
        for (int i = 0; i < occupied; i++)
        {
            long gap = reader.ReadCount();
            if (gap >= ScoreBins.Count - next)
            {
                throw new SketchFormatException("ScoreHistogram: a bin is out of range.");
            }

            int bin = next + (int)gap;
            result.AddRead(ref reader, bin);
            next = bin + 1;
        }

        return result;
    }

    private int CountOccupiedBins()
    {
        int occupied = 0;
        for (int i = 0; i < ScoreBins.Count; i++)
        {
            occupied += (_positives[i] | _negatives[i]) != 0 ? 1 : 0;
        }

        return occupied;
    }

    private void AddRead(ref SketchReader reader, int index)
    {
        long positives = reader.ReadCount();
        long negatives = reader.ReadCount();
        if ((positives | negatives) == 0 || positives > long.MaxValue - PositiveCount || negatives > long.MaxValue - NegativeCount)
        {
            throw new SketchFormatException("ScoreHistogram: a count is out of range.");
        }

        _positives[index] = positives;
        _negatives[index] = negatives;
        PositiveCount += positives;
        NegativeCount += negatives;
    }
}
