namespace ServerlessMonitor.Evaluate.Metrics.Intervals;

/// <summary>The mean of two shares of different rows: the distances from the values to their bounds are put together as lengths at a right angle (MOVER, Zou and Donner 2008).</summary>
/// <param name="first">The first share.</param>
/// <param name="ofFirst">Its interval.</param>
/// <param name="second">The second share.</param>
/// <param name="ofSecond">Its interval.</param>
internal sealed class PairInterval(double first, MetricInterval ofFirst, double second, MetricInterval ofSecond) : MetricInterval(0, 1)
{
    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override (double Lower, double Upper) Bounds(double level)
    {
        (double firstLower, double firstUpper) = ofFirst.Bounds(level);
        (double secondLower, double secondUpper) = ofSecond.Bounds(level);
        double middle = (first + second) / 2;
        return (middle - (double.Hypot(first - firstLower, second - secondLower) / 2), middle + (double.Hypot(firstUpper - first, secondUpper - second) / 2));
    }

    /// <summary>As if both shares had moved by the same.</summary>
    public override double ErrorAt(double truth)
    {
        double by = truth - ((first + second) / 2);
        return double.Hypot(ofFirst.ErrorAt(Math.Clamp(first + by, 0, 1)), ofSecond.ErrorAt(Math.Clamp(second + by, 0, 1))) / 2;
    }
}
