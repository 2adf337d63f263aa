using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics.Intervals;

/// <summary>A quantile: the values at the bounds of its rank, which are those of a share.</summary>
/// <param name="sketch">The values.</param>
/// <param name="p">Which quantile, within 0 and 1.</param>
/// <param name="error">Its standard error.</param>
/// <param name="least">The lowest value the metric can have.</param>
internal sealed class RankInterval(KllSketch sketch, double p, double error, double least) : MetricInterval(least, double.PositiveInfinity)
{
    /// <inheritdoc/>
    public override (double Lower, double Upper) Bounds(double level)
    {
        // A rank that the rows do not reach bounds nothing.
        (double lower, double upper) = new ShareInterval(p * sketch.Count, sketch.Count).Bounds(level);
        double reach = (0.5 / sketch.Count) + sketch.RankError;
        bool hasLower = Math.Pow(1 - p, sketch.Count) <= level && lower - reach > 0;
        bool hasUpper = Math.Pow(p, sketch.Count) <= level && upper + reach < 1;
        return (hasLower ? sketch.Quantile(lower - reach) : Least, hasUpper ? sketch.Quantile(upper + reach) : Most);
    }

    /// <inheritdoc/>
    public override double ErrorAt(double truth) => error;
}
