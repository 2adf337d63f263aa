namespace ServerlessMonitor.Sketches.Tests;

/// <summary>Ten million values in orders that sketches find hard, whose true ranks, counts and moments follow from how they were made.</summary>
public sealed class LongStreamTests
{
    private const int Count = 10_000_000;
    private const int Block = 1 << 20;

    [Theory]
    [InlineData("sorted")]
    [InlineData("reversed")]
    [InlineData("alternating")]
    [InlineData("clusters")]
    public void Numbers_TenMillion_StayWithinTheirErrors(string order)
    {
        var quantiles = new KllSketch();
        var distinct = new HyperLogLog();
        var moments = new Moments();
        double[] block = new double[Block];
        for (int from = 0; from < Count; from += Block)
        {
            int length = Math.Min(Block, Count - from);
            for (int i = 0; i < length; i++)
            {
                block[i] = Value(order, from + i);
            }

            quantiles.AddRange(block.AsSpan(0, length));
            distinct.AddRange(block.AsSpan(0, length));
            moments.AddRange(block.AsSpan(0, length));
        }

        Assert.Equal(Count, quantiles.Count);
        for (int percent = 1; percent < 100; percent++)
        {
            Assert.InRange(Rank(order, quantiles.Quantile(percent / 100.0)) - (percent / 100.0), -KllSketch.ApproximateRankError, KllSketch.ApproximateRankError);
        }

        Assert.InRange((double)distinct.Estimate() / Count, 0.98, 1.02);
        Assert.Equal((Value(order, IndexOfRank(order, 0)), Value(order, IndexOfRank(order, Count - 1))), (moments.Min, moments.Max));

        // All are 0 … N−1 in some order, the clusters with a gap of 10¹² in the middle.
        double gap = order == "clusters" ? 1e12 : 0;
        double mean = ((Count - 1) / 2.0) + (gap / 2);
        Assert.Equal(1, moments.Mean / mean, 1e-12);
        double half = Count / 2;
        double variance = gap > 0 ? (((half * half) - 1) / 12) + Math.Pow((half + gap) / 2, 2) : (((double)Count * Count) - 1) / 12;
        Assert.Equal(1, moments.Variance / variance, 1e-10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Items_MillionSortedByItem_KeepTheFrequentOnes(bool reversed)
    {
        // A hundred items have half of the rows; fifty thousand share the rest, each all at once.
        var items = new FrequentItems();
        for (int i = 0; i < 50_100; i++)
        {
            int item = reversed ? 50_099 - i : i;
            items.Add(BitConverter.GetBytes(item), item % 501 == 0 ? 5_000 : 10);
        }

        Assert.Equal((100 * 5_000) + (50_000 * 10), items.Count);
        Assert.InRange(items.MaxError, 1, items.Count / 2_049);
        for (int frequent = 0; frequent < 100; frequent++)
        {
            Assert.InRange(items.CountOf(BitConverter.GetBytes(frequent * 501)), 5_000 - items.MaxError, 5_000);
        }
    }

    private static double Value(string order, int index) => order switch
    {
        "sorted" => index,
        "reversed" => Count - 1 - index,
        // From both ends inwards.
        "alternating" => index % 2 == 0 ? index / 2 : Count - 1 - (index / 2),
        // One cluster after the other would be sorted: by turns.
        _ => (index / 2) + (index % 2 * ((Count / 2) + 1e12)),
    };

    private static double Rank(string order, double value) => order == "clusters" && value >= 1e12 ? (value - 1e12) / Count : Math.Min(value, Count) / Count;

    private static int IndexOfRank(string order, int rank) => (order, rank) switch
    {
        ("reversed", 0) => Count - 1,
        ("reversed", _) => 0,
        ("alternating", 0) => 0,
        ("alternating", _) => 1,
        (_, 0) => 0,
        _ => Count - 1,
    };
}
