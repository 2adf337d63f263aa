using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>The area under the ROC curve with the standard error of DeLong, DeLong and Clarke-Pearson (1988), both from score counts; the interval is normal on the logit scale.</summary>
internal static class AreaUnderCurve
{
    /// <summary>The area; undefined with one class only.</summary>
    public static Estimate Of(ScoreHistogram histogram) => Of(histogram, histogram.Scores());

    /// <summary>The same of the histogram's scores, in order.</summary>
    public static Estimate Of(ScoreHistogram histogram, ScoreCount[] scores)
    {
        if (histogram.RocAuc(scores) is not { } area)
        {
            return Estimate.Undefined(histogram.Count == 0 ? "no labelled row has a usable score" : "the labels of the scored rows are all of one class");
        }

        string? reason = histogram.IsExact ? null : FormattableString.Invariant($"scores are binned: off by at most {histogram.AucError:0.0000}");
        double positives = histogram.PositiveCount;
        double negatives = histogram.NegativeCount;
        if (positives < 2 || negatives < 2)
        {
            return new Estimate(area) { Reason = reason, Events = Math.Min(positives, negatives) };
        }

        // Perfect separation has no spread to estimate an interval from.
        return Estimate.Logit(area, Math.Sqrt(Variance(scores, area, positives, negatives))) with { Reason = reason, Events = Math.Min(positives, negatives) };
    }

    private static double Variance(ScoreCount[] scores, double area, double positives, double negatives)
    {
        double positivesBelow = 0;
        double negativesBelow = 0;
        double overPositives = 0;
        double overNegatives = 0;
        foreach (ScoreCount score in scores)
        {
            double beaten = (negativesBelow + (score.Negatives / 2.0)) / negatives;
            double beating = (positives - positivesBelow - (score.Positives / 2.0)) / positives;
            overPositives += score.Positives * (beaten - area) * (beaten - area);
            overNegatives += score.Negatives * (beating - area) * (beating - area);
            positivesBelow += score.Positives;
            negativesBelow += score.Negatives;
        }

        return (overPositives / (positives - 1) / positives) + (overNegatives / (negatives - 1) / negatives);
    }
}
