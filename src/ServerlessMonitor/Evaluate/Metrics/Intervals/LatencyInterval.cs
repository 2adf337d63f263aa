using ServerlessMonitor.Evaluate.Metrics.Service;

namespace ServerlessMonitor.Evaluate.Metrics.Intervals;

/// <summary>
/// A quantile of latencies: the values at the ranks between which it lies, whatever their distribution, widened by the error of ranks. What a window could show is asked of the same latencies, all of them
/// longer or shorter by one factor.
/// </summary>
/// <param name="values">The latencies, at least one.</param>
/// <param name="p">Which quantile, within 0 and 1.</param>
internal sealed class LatencyInterval(LatencyValues values, double p) : MetricInterval(0, double.PositiveInfinity)
{
    private readonly double _value = values.Quantile(p);

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override (double Lower, double Upper) Bounds(double level)
    {
        long slack = (long)Math.Ceiling(values.RankError * values.Count);
        long lower = BinomialRanks.Lower(values.Count, p, level) - slack;
        long upper = BinomialRanks.Upper(values.Count, p, level) + slack;
        return (lower < 0 ? Least : values.At(lower), upper >= values.Count ? Most : values.At(upper));
    }

    /// <summary>From the 95 % interval; the longer latencies are, the more they scatter.</summary>
    public override double ErrorAt(double truth)
    {
        (double lower, double upper) = Bounds(0.025);
        double error = (double.IsFinite(upper) ? upper - lower : 2 * (_value - lower)) / (2 * Estimate.Normal95);
        return _value > 0 ? error * Math.Max(0, truth) / _value : error;
    }

    /// <inheritdoc/>
    public override bool Shows(double limit, double truth, double level)
    {
        // An approximate rank is worth as much as one of fewer rows.
        double rows = 1 / ((1.0 / values.Count) + (2 * values.RankError * values.RankError));
        double beyond = truth > 0 ? values.ShareAbove(_value * limit / truth) : 0;
        return beyond > 1 - p == truth > limit && new ShareInterval(0, Math.Floor(rows)).Shows(1 - p, beyond, level);
    }
}
