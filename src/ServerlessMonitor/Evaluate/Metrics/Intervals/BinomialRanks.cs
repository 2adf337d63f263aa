using MathNet.Numerics;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Metrics.Intervals;

/// <summary>How many of n rows lie below a quantile: the ranks between which it is, whatever the distribution (Thompson 1936).</summary>
internal static class BinomialRanks
{
    // From so many rows on either side the normal law is as good.
    private const double Many = 10_000;

    /// <summary>The place, from 0, of the row that lies above the quantile with at most the probability <paramref name="level"/>; −1 where there is none.</summary>
    public static long Lower(long rows, double p, double level)
    {
        if (rows * Math.Min(p, 1 - p) >= Many)
        {
            return (long)Math.Floor((rows * p) - (Tails.NormalQuantile(level) * Math.Sqrt(rows * p * (1 - p)))) - 1;
        }

        // P(the row at place k lies above) = P(at most k rows lie below).
        long place = -1;
        for (long low = 0, high = rows - 1; low <= high;)
        {
            long middle = low + ((high - low) / 2);
            if (AtMost(middle, rows, p) <= level)
            {
                place = middle;
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return place;
    }

    /// <summary>The place of the row that lies below the quantile with at most that probability; <paramref name="rows"/> where there is none.</summary>
    public static long Upper(long rows, double p, double level) => rows - 1 - Lower(rows, 1 - p, level);

    // P(X ≤ k) of a binomial.
    private static double AtMost(long k, long rows, double p) => k >= rows ? 1 : SpecialFunctions.BetaRegularized(rows - k, k + 1, 1 - p);
}
