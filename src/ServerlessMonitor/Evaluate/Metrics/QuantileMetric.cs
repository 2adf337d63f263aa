using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>A quantile with the binomial interval of its rank: no assumption on the distribution is made.</summary>
internal static class QuantileMetric
{
    /// <summary>The quantile; where the sketch is not exact, the interval is wider by its rank error, and the reason says so.</summary>
    public static Estimate Of(KllSketch sketch, double p, double least)
    {
        if (sketch.Count == 0)
        {
            return Estimate.Undefined("no labelled row has a finite error");
        }

        double value = sketch.Quantile(p);
        string? reason = sketch.IsExact ? null : FormattableString.Invariant($"from a quantile sketch: its rank is off by at most {100 * sketch.RankError:0.0} % of the rows");
        if (sketch.Count < 2 || p is <= 0 or >= 1)
        {
            return new Estimate(value) { Reason = reason };
        }

        // Half a rank to either side for the steps of the distribution.
        double reach = (Estimate.Normal95 * Math.Sqrt(p * (1 - p) / sketch.Count)) + (0.5 / sketch.Count) + sketch.RankError;
        double lower = Math.Min(value, sketch.Quantile(Math.Max(0, p - reach)));
        double upper = Math.Max(value, sketch.Quantile(Math.Min(1, p + reach)));
        double error = (upper - lower) / (2 * Estimate.Normal95);
        return new Estimate(value) { StandardError = error, Lower = lower, Upper = upper, Reason = reason, Interval = error > 0 ? new RankInterval(sketch, p, error, least) : null };
    }
}
