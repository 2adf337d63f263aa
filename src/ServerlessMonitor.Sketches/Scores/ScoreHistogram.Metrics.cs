namespace ServerlessMonitor.Sketches;

/// <content>Metrics of the order of the scores.</content>
public sealed partial class ScoreHistogram
{
    /// <summary>
    /// The area under the ROC curve: the share of (positive, negative) pairs in which the positive has the higher score, ties
    /// counting one half (the Mann–Whitney statistic).
    /// </summary>
    /// <returns>0 to 1, off by at most <see cref="AucError"/>; null with one class only.</returns>
    public double? RocAuc() => RocAuc(Scores());

    /// <summary>The same, of <see cref="Scores"/> that are at hand: to sort them costs more than all that is read from them.</summary>
    public double? RocAuc(ReadOnlySpan<ScoreCount> scores)
    {
        if (PositiveCount == 0 || NegativeCount == 0)
        {
            return null;
        }

        double won = 0;
        long below = 0;
        foreach (ScoreCount at in scores)
        {
            won += at.Positives * (below + (0.5 * at.Negatives));
            below += at.Negatives;
        }

        return won / PositiveCount / NegativeCount;
    }

    /// <summary>Average precision: the sum of (R_i − R_{i−1})·P_i over the distinct scores from the highest, without interpolation.</summary>
    /// <returns>0 to 1; null without positives.</returns>
    public double? AveragePrecision() => AveragePrecision(Scores());

    /// <summary>The same, of <see cref="Scores"/> that are at hand.</summary>
    public double? AveragePrecision(ReadOnlySpan<ScoreCount> scores)
    {
        if (PositiveCount == 0)
        {
            return null;
        }

        double sum = 0;
        long positives = 0;
        long rows = 0;
        for (int i = scores.Length - 1; i >= 0; i--)
        {
            positives += scores[i].Positives;
            rows += scores[i].Positives + scores[i].Negatives;
            sum += scores[i].Positives * ((double)positives / rows);
        }

        return sum / PositiveCount;
    }

    /// <summary>
    /// The Kolmogorov–Smirnov separation: the largest true positive rate less false positive rate over all thresholds
    /// "score at least t", at least 0.
    /// </summary>
    /// <returns>0 to 1; null with one class only.</returns>
    public double? KolmogorovSmirnovSeparation()
    {
        if (PositiveCount == 0 || NegativeCount == 0)
        {
            return null;
        }

        double largest = 0;
        long positives = 0;
        long negatives = 0;
        ScoreCount[] scores = Scores();
        for (int i = scores.Length - 1; i >= 0; i--)
        {
            positives += scores[i].Positives;
            negatives += scores[i].Negatives;
            double difference = ((double)positives / PositiveCount) - ((double)negatives / NegativeCount);
            largest = Math.Max(largest, difference);
        }

        return largest;
    }
}
