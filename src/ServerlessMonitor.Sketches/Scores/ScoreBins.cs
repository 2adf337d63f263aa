namespace ServerlessMonitor.Sketches;

/// <summary>
/// Fixed bins over 0..1 that are finer towards both ends, as equal steps of the logit are: each half is cut into 16 octaves
/// (of s, and of 1 − s), each octave into 128 equal bins. The bin of a score is a function of its bits alone, without a
/// logarithm, so it is the same on every machine. Bins are at most 0.002 wide, and within 1/128 of s or of 1 − s from 2^-17 on.
/// </summary>
internal static class ScoreBins
{
    public const int Count = 2 * Half;

    private const int Half = Octaves * PerOctave;
    private const int Octaves = 16;
    private const int PerOctave = 128;

    /// <summary>The bin of a score within 0 and 1; monotone.</summary>
    public static int IndexOf(double score) =>
        score < 0.5 ? LowerIndex(score) : Count - 1 - LowerIndex(Math.Min(1 - score, Math.BitDecrement(0.5)));

    /// <summary>The middle of a bin.</summary>
    public static double MiddleOf(int index) => index < Half ? LowerMiddle(index) : 1 - LowerMiddle(Count - 1 - index);

    // Bits of the octave and of the part of it, without the implicit one: consecutive in the value.
    private static int LowerIndex(double score)
    {
        const long Lowest = (long)(1023 - 1 - Octaves) * PerOctave;
        long position = (BitConverter.DoubleToInt64Bits(score + 0.0) >> (52 - 7)) - Lowest;
        return (int)Math.Max(0, position);
    }

    private static double LowerMiddle(int index)
    {
        if (index == 0)
        {
            // Everything below the second bin falls into the first, zero too.
            return 0.5 * LowerEdge(1);
        }

        return 0.5 * (LowerEdge(index) + LowerEdge(index + 1));
    }

    private static double LowerEdge(int index) =>
        BitConverter.Int64BitsToDouble((((long)(1023 - 1 - Octaves) * PerOctave) + index) << (52 - 7));
}
