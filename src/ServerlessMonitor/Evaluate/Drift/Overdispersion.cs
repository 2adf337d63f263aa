using MathNet.Numerics.Distributions;
using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>
/// How many rows of a column carry as much as one independent row, learnt from the baseline's chunks: where rows come in clusters (five of one customer), a χ² between
/// them is five times what independent rows give. A baseline that changes slowly over its time has a large χ² as well, which says nothing about a window's rows: where chunks next to each other
/// differ less than chunks at large (von Neumann's ratio, 1941, beyond 99.9 %), the factor is that of the neighbours.
/// </summary>
internal static class Overdispersion
{
    /// <summary>With fewer chunks nothing is learnt.</summary>
    public const int FewestChunks = LearntSpread.FewestChunks;

    private const double SmallestCell = 5;

    // Φ⁻¹(0.999)
    private const double Beyond = 3.090232306167813;

    // Differences of neighbours overlap: they are worth about two thirds of their number.
    private const double NeighbourDegrees = 2.0 / 3;

    /// <summary>
    /// X² of the chunks × bins table ÷ its degrees (C−1)(k−1), times what the gate must allow for this estimate's own chance: the ratio of the 99.9 % quantiles of
    /// Snedecor's F with k−1 and (C−1)(k−1) degrees and of χ² ÷ (k−1). Without the ratio two categories and 20 chunks reject 0.4 % for 0.1 %. At least 1.
    /// </summary>
    /// <param name="chunks">Each chunk of the baseline beside the whole baseline, in the same bins, by time.</param>
    public static double Learn(IReadOnlyList<BinnedPair> chunks)
    {
        BinnedPair[] used = InSameBins([.. chunks.Where(chunk => chunk.CurrentTotal > 0)]);
        if (used.Length < FewestChunks)
        {
            return 1;
        }

        int[] cellOf = Cells(used[0], used.Min(chunk => chunk.CurrentTotal), out int cells);
        if (cells < 2)
        {
            // A share that is rare needs more rows: two chunks are one then, while there are enough of them.
            return used[0].Size == 2 && used.Length >= 2 * FewestChunks ? Learn([.. used.Chunk(2).Where(two => two.Length == 2).Select(Together)]) : 1;
        }

        (double Rows, double[] Before, double[] Now)[] shares = [.. used.Select(chunk => Shares(chunk, cellOf, cells))];
        double all = shares.Sum(chunk => chunk.Rows * Distance(chunk.Now, chunk.Before, chunk.Before));
        double between = all / ((used.Length - 1.0) * (cells - 1));
        double neighbours = 0;
        for (int i = 1; i < shares.Length; i++)
        {
            neighbours += Distance(shares[i].Now, shares[i - 1].Now, shares[i].Before) / ((1 / shares[i].Rows) + (1 / shares[i - 1].Rows));
        }

        neighbours /= (used.Length - 1.0) * (cells - 1);
        double scatter = Math.Sqrt((used.Length - 2.0) / ((used.Length * (double)used.Length) - 1) / (cells - 1));
        bool changesSlowly = neighbours < between * (1 - (Beyond * scatter));
        double degrees = (used.Length - 1.0) * (cells - 1) * (changesSlowly ? NeighbourDegrees : 1);
        double own = FisherSnedecor.InvCDF(cells - 1, degrees, 1 - SampleSizeGate.Level) * (cells - 1) / SampleSizeGate.ChiSquareQuantile(cells - 1);
        return Math.Max(1, (changesSlowly ? neighbours : between) * own);
    }

    private static BinnedPair Together(BinnedPair[] chunks) =>
        new(chunks[0].Labels, chunks[0].Baseline, [.. Enumerable.Range(0, chunks[0].Size).Select(i => chunks.Sum(chunk => chunk.Current[i]))]);

    // A full counter decides by its own rows which categories have a bin: those that have one in every chunk are looked at, and all the rest is one more.
    private static BinnedPair[] InSameBins(BinnedPair[] chunks)
    {
        if (chunks.All(chunk => chunk.Labels.SequenceEqual(chunks[0].Labels, StringComparer.Ordinal)))
        {
            return chunks;
        }

        var kept = new HashSet<string>(chunks[0].Labels, StringComparer.Ordinal);
        foreach (BinnedPair chunk in chunks)
        {
            kept.IntersectWith(chunk.Labels);
        }

        kept.Remove(CategoryBinning.OtherLabel);
        return [.. chunks.Select(chunk => InBins(chunk, kept))];
    }

    // Categories come in ordinal order, so that the bins are the same in all chunks.
    private static BinnedPair InBins(BinnedPair chunk, HashSet<string> kept)
    {
        var labels = new List<string>(kept.Count + 1);
        var before = new List<double>(kept.Count + 1);
        var now = new List<double>(kept.Count + 1);
        for (int i = 0; i < chunk.Size; i++)
        {
            if (kept.Contains(chunk.Labels[i]))
            {
                labels.Add(chunk.Labels[i]);
                before.Add(chunk.Baseline[i]);
                now.Add(chunk.Current[i]);
            }
        }

        labels.Add(CategoryBinning.OtherLabel);
        before.Add(chunk.BaselineTotal - before.Sum());
        now.Add(chunk.CurrentTotal - now.Sum());
        return new BinnedPair(labels, [.. before], [.. now]);
    }

    // Σ (a − b)²/p over cells that the baseline has.
    private static double Distance(double[] one, double[] other, double[] shares)
    {
        double sum = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            sum += shares[i] > 0 ? (one[i] - other[i]) * (one[i] - other[i]) / shares[i] : 0;
        }

        return sum;
    }

    private static (double Rows, double[] Before, double[] Now) Shares(BinnedPair chunk, int[] cellOf, int cells)
    {
        double[] before = new double[cells];
        double[] now = new double[cells];
        for (int i = 0; i < chunk.Size; i++)
        {
            before[cellOf[i]] += chunk.BaselineShare(i);
            now[cellOf[i]] += chunk.CurrentShare(i);
        }

        // Not what a sketch's rows are worth: its error is far below its bound mostly, so that rows in clusters would seem independent. What error there is makes the factor larger.
        return (chunk.CurrentTotal, before, now);
    }

    // Bins that expect fewer than five rows in the smallest chunk are put together in their order.
    private static int[] Cells(BinnedPair bins, double rows, out int cells)
    {
        int[] cellOf = new int[bins.Size];
        double open = 0;
        cells = 0;
        for (int i = 0; i < bins.Size; i++)
        {
            cellOf[i] = cells;
            open += bins.BaselineShare(i);
            if (open * rows >= SmallestCell)
            {
                cells++;
                open = 0;
            }
        }

        // What is left joins the last cell.
        for (int i = bins.Size - 1; i >= 0 && cells > 0 && cellOf[i] == cells; i--)
        {
            cellOf[i] = cells - 1;
        }

        return cellOf;
    }
}
