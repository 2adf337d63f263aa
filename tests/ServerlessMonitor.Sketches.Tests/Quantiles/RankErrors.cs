namespace ServerlessMonitor.Sketches.Tests;

internal static class RankErrors
{
    /// <summary>The largest difference between the two distribution functions, over all x, as a share of the count.</summary>
    public static double Largest(double[] sorted, KllSketch sketch)
    {
        double largest = 0;
        long total = 0;
        int rank = 0;
        foreach ((double value, long weight) in sketch.WeightedValues())
        {
            while (rank < sorted.Length && sorted[rank] < value)
            {
                rank++;
            }

            largest = Math.Max(largest, Math.Abs(total - rank));
            total += weight;
            while (rank < sorted.Length && sorted[rank] <= value)
            {
                rank++;
            }

            largest = Math.Max(largest, Math.Abs(total - rank));
        }

        return Math.Max(largest, sorted.Length - total) / sorted.Length;
    }
}
