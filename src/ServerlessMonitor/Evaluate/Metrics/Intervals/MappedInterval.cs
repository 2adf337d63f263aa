namespace ServerlessMonitor.Evaluate.Metrics.Intervals;

/// <summary>A metric that is an increasing function of something whose interval is known.</summary>
/// <param name="inner">The interval on the other scale.</param>
/// <param name="to">From the other scale to the metric's.</param>
/// <param name="from">From the metric's scale to the other.</param>
/// <param name="least">The lowest value the metric can have.</param>
/// <param name="most">The highest.</param>
internal sealed class MappedInterval(MetricInterval inner, Func<double, double> to, Func<double, double> from, double least, double most) : MetricInterval(least, most)
{
    /// <inheritdoc/>
    public override bool IsExact => inner.IsExact;

    /// <inheritdoc/>
    public override (double Lower, double Upper) Bounds(double level)
    {
        (double lower, double upper) = inner.Bounds(level);
        return (Math.Max(Least, to(lower)), Math.Min(Most, to(upper)));
    }

    /// <inheritdoc/>
    public override double ErrorAt(double truth)
    {
        double middle = Math.Clamp(from(truth), inner.Least, inner.Most);
        double error = inner.ErrorAt(middle);
        return double.IsFinite(error) ? (to(Math.Min(inner.Most, middle + (error / 2))) - to(Math.Max(inner.Least, middle - (error / 2)))) : error;
    }

    /// <inheritdoc/>
    public override bool RulesOut(double truth, double level) => inner.RulesOut(from(truth), level);

    /// <inheritdoc/>
    public override bool Shows(double limit, double truth, double level) => inner.Shows(from(limit), from(truth), level);
}
