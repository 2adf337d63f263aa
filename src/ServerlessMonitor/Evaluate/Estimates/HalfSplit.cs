using System.Numerics;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>
/// Deals the rows of a score histogram into two halves by chance, with a fixed seed. Rows with the same score and label are alike, so dealing their numbers is dealing the rows: each goes to
/// either half with probability ½ (a bit each), as if by a hash of its id.
/// </summary>
internal static class HalfSplit
{
    private const ulong Seed = 0x9E3779B97F4A7C15;
    private const int BitsOfWord = 64;

    // Beyond, the normal law is as good.
    private const long MostBits = 1 << 20;

    /// <summary>The halves, score by score.</summary>
    public static (ScoreCount[] First, ScoreCount[] Second) Of(ScoreCount[] scores)
    {
        ulong state = Seed;
        var first = new ScoreCount[scores.Length];
        var second = new ScoreCount[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            long positives = Deal(scores[i].Positives, ref state);
            long negatives = Deal(scores[i].Negatives, ref state);
            first[i] = new ScoreCount(scores[i].Score, positives, negatives);
            second[i] = new ScoreCount(scores[i].Score, scores[i].Positives - positives, scores[i].Negatives - negatives);
        }

        return (first, second);
    }

    private static long Deal(long rows, ref ulong state)
    {
        if (rows > MostBits)
        {
            // The bits of 2^20 rows, stretched.
            double deviation = (Deal(MostBits, ref state) - (MostBits / 2.0)) / Math.Sqrt(MostBits);
            return (long)Math.Clamp(Math.Round((rows / 2.0) + (deviation * Math.Sqrt(rows))), 0, rows);
        }

        long dealt = 0;
        for (long left = rows; left > 0; left -= BitsOfWord)
        {
            ulong word = Next(ref state);
            dealt += BitOperations.PopCount(left >= BitsOfWord ? word : word & ((1UL << (int)left) - 1));
        }

        return dealt;
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
