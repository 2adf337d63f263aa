using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>
/// Two areas under the ROC curve on the same rows (DeLong, DeLong and Clarke-Pearson, <i>Biometrics</i> 44, 1988). A row's placement is the share of rows of the other class that its score beats, ties
/// counting one half; the variance of the difference of the areas is that of the difference of the placements, in each class. Placements follow from each model's scores alone, and rows with the same two
/// scores have the same placements.
/// </summary>
internal static class DeLong
{
    /// <summary>The areas and the standard error of their difference. Needs two rows of each class at least.</summary>
    public static (double First, double Second, double StandardError) Of(PairedScores scores)
    {
        PairedScoreCount[] cells = scores.Scores();
        double positives = scores.PositiveCount;
        double negatives = scores.NegativeCount;
        Placement[] first = Placements(cells, cell => cell.First, positives, negatives);
        Placement[] second = Placements(cells, cell => cell.Second, positives, negatives);
        double firstArea = Area(cells, first, positives);
        double secondArea = Area(cells, second, positives);
        double difference = secondArea - firstArea;
        double ofPositives = 0;
        double ofNegatives = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            double beaten = second[i].Beaten - first[i].Beaten - difference;
            double beating = second[i].Beating - first[i].Beating - difference;
            ofPositives += cells[i].Positives * beaten * beaten;
            ofNegatives += cells[i].Negatives * beating * beating;
        }

        return (firstArea, secondArea, Math.Sqrt((ofPositives / (positives - 1) / positives) + (ofNegatives / (negatives - 1) / negatives)));
    }

    /// <summary>The most by which folding may have changed each area: half the share of pairs of the two classes that fell into one bin. 0 while exact.</summary>
    public static double FoldingError(PairedScores scores)
    {
        if (scores.IsExact)
        {
            return 0;
        }

        PairedScoreCount[] cells = scores.Scores();
        return Math.Max(Tied(cells.GroupBy(cell => cell.First)), Tied(cells.GroupBy(cell => cell.Second)));

        double Tied(IEnumerable<IGrouping<double, PairedScoreCount>> bins) =>
            0.5 * bins.Sum(bin => (double)bin.Sum(cell => cell.Positives) * bin.Sum(cell => cell.Negatives)) / scores.PositiveCount / scores.NegativeCount;
    }

    private static double Area(PairedScoreCount[] cells, Placement[] placements, double positives) => cells.Zip(placements, (cell, placement) => cell.Positives * placement.Beaten).Sum() / positives;

    private static Placement[] Placements(PairedScoreCount[] cells, Func<PairedScoreCount, double> score, double positives, double negatives)
    {
        int[] order = [.. Enumerable.Range(0, cells.Length).OrderBy(i => score(cells[i]))];
        var placements = new Placement[cells.Length];
        double positivesBelow = 0;
        double negativesBelow = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            double ownPositives = 0;
            double ownNegatives = 0;
            for (; end < order.Length && score(cells[order[end]]) == score(cells[order[start]]); end++)
            {
                ownPositives += cells[order[end]].Positives;
                ownNegatives += cells[order[end]].Negatives;
            }

            var placement = new Placement((negativesBelow + (ownNegatives / 2)) / negatives, (positives - positivesBelow - (ownPositives / 2)) / positives);
            for (; start < end; start++)
            {
                placements[order[start]] = placement;
            }

            positivesBelow += ownPositives;
            negativesBelow += ownNegatives;
        }

        return placements;
    }

    /// <param name="Beaten">The share of negatives below, for a positive.</param>
    /// <param name="Beating">The share of positives above, for a negative.</param>
    private readonly record struct Placement(double Beaten, double Beating);
}
