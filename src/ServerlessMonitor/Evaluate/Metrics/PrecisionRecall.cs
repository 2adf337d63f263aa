using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>Average precision with its standard error, both from score counts.</summary>
internal static class PrecisionRecall
{
    /// <summary>
    /// Σ (R_i − R_{i−1})·P_i over the distinct scores. Its variance is that of the influence of a row: what the value changes by when the row weighs a little more (the
    /// infinitesimal jackknife, which a bootstrap of the rows comes to). The interval is normal on the logit scale.
    /// </summary>
    public static Estimate AveragePrecision(ScoreHistogram histogram) => AveragePrecision(histogram, histogram.Scores());

    /// <summary>The same of the histogram's scores, in order.</summary>
    public static Estimate AveragePrecision(ScoreHistogram histogram, ScoreCount[] scores)
    {
        if (histogram.AveragePrecision(scores) is not { } value)
        {
            return Estimate.Undefined(histogram.Count == 0 ? "no labelled row has a usable score" : "no scored row has a positive label");
        }

        string? reason = histogram.IsExact ? null : "scores are binned: scores within a bin count as ties";
        return Estimate.Logit(value, StandardError(scores, value, histogram.PositiveCount)) with { Reason = reason, Events = Math.Min(histogram.PositiveCount, histogram.NegativeCount) };
    }

    private static double StandardError(ScoreCount[] scores, double value, double positives)
    {
        // Of the rows with at least this score: how many there are, and how many are positive.
        double[] precision = new double[scores.Length];
        double[] rows = new double[scores.Length];
        double above = 0;
        double hits = 0;
        for (int i = scores.Length - 1; i >= 0; i--)
        {
            above += scores[i].Positives + scores[i].Negatives;
            hits += scores[i].Positives;
            rows[i] = above;
            precision[i] = hits / above;
        }

        // A row counts in the precision of every score that is not above its own.
        double gains = 0;
        double losses = 0;
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            gains += scores[i].Positives * (1 - precision[i]) / rows[i];
            losses += scores[i].Positives * precision[i] / rows[i];
            double ofPositive = (precision[i] - value + gains) / positives;
            double ofNegative = losses / positives;
            sum += (scores[i].Positives * ofPositive * ofPositive) + (scores[i].Negatives * ofNegative * ofNegative);
        }

        return Math.Sqrt(sum);
    }
}
