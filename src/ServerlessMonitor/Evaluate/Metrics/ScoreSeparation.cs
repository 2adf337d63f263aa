using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>How far scores part positives from negatives.</summary>
internal static class ScoreSeparation
{
    /// <summary>
    /// The Kolmogorov-Smirnov separation: the largest true positive rate less false positive rate over all thresholds. Standard error: that of the difference of two shares at the
    /// threshold where it is largest. As that threshold is chosen by the same rows, the value is a little above the population's with few rows.
    /// </summary>
    public static Estimate Of(ScoreHistogram histogram)
    {
        double positives = histogram.PositiveCount;
        double negatives = histogram.NegativeCount;
        if (positives == 0 || negatives == 0)
        {
            return Estimate.Undefined(histogram.Count == 0 ? "no labelled row has a usable score" : "the labels of the scored rows are all of one class");
        }

        double best = 0;
        double variance = 0;
        double hits = 0;
        double alarms = 0;
        ScoreCount[] scores = histogram.Scores();
        for (int i = scores.Length - 1; i >= 0; i--)
        {
            hits += scores[i].Positives / positives;
            alarms += scores[i].Negatives / negatives;
            if (hits - alarms > best)
            {
                best = hits - alarms;
                variance = (hits * Math.Max(0, 1 - hits) / positives) + (alarms * Math.Max(0, 1 - alarms) / negatives);
            }
        }

        string? reason = histogram.IsExact ? null : "scores are binned: scores within a bin count as ties";
        return Estimate.NormalIfSpread(histogram.KolmogorovSmirnovSeparation()!.Value, Math.Sqrt(variance), 0, 1) with { Reason = reason, Events = Math.Min(positives, negatives) };
    }

    /// <summary>The share of positives among the rows with the highest scores ÷ that among all scored rows. Of rows with the score at the limit, the part that fills the share counts.</summary>
    /// <param name="histogram">The scores.</param>
    /// <param name="share">The share of the scored rows that is chosen, above 0 and below 1.</param>
    public static Estimate LiftOfTop(ScoreHistogram histogram, double share)
    {
        if (histogram.Count == 0)
        {
            return Estimate.Undefined("no labelled row has a usable score");
        }

        double left = share * histogram.Count;
        double positives = 0;
        double negatives = 0;
        ScoreCount[] scores = histogram.Scores();
        for (int i = scores.Length - 1; i >= 0 && left > 0; i--)
        {
            double rows = scores[i].Positives + scores[i].Negatives;
            double part = Math.Min(1, left / rows);
            positives += part * scores[i].Positives;
            negatives += part * scores[i].Negatives;
            left -= rows;
        }

        return BinaryMetrics.Lift(positives, negatives, histogram.PositiveCount - positives, histogram.NegativeCount - negatives, string.Empty);
    }
}
