using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ServerlessMonitor.Evaluate.Metrics.Intervals;

/// <summary>A rate of events that come one by one: Garwood's bounds (1936), which hold for any number of them. Events that come in bursts scatter more than that.</summary>
/// <param name="count">The events.</param>
/// <param name="exposure">How long they were counted, above 0.</param>
internal sealed class PoissonInterval(long count, double exposure) : MetricInterval(0, double.PositiveInfinity)
{
    private const double Many = 10_000;

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override (double Lower, double Upper) Bounds(double level)
    {
        if (count >= Many)
        {
            double reach = Quantile(level) * Math.Sqrt(count);
            return ((count - reach) / exposure, (count + reach) / exposure);
        }

        return (count == 0 ? 0 : Gamma.InvCDF(count, 1, level) / exposure, Gamma.InvCDF(count + 1, 1, 1 - level) / exposure);
    }

    /// <inheritdoc/>
    public override double ErrorAt(double truth) => Math.Sqrt(Math.Max(0, truth) * exposure) / exposure;

    /// <inheritdoc/>
    public override bool Shows(double limit, double truth, double level)
    {
        (double expected, double mean) = (limit * exposure, truth * exposure);
        if (Math.Min(expected, mean) >= Many || truth > limit)
        {
            return base.Shows(limit, truth, level);
        }

        // The number of events up to which the limit is excluded, and how often a window has so few.
        double most = -1;
        for (double low = 0, high = Math.Floor(expected); low <= high;)
        {
            double middle = Math.Floor((low + high) / 2);
            if (AtMost(middle, expected) <= level)
            {
                (most, low) = (middle, middle + 1);
            }
            else
            {
                high = middle - 1;
            }
        }

        return most >= 0 && AtMost(most, mean) >= 0.95;
    }

    private static double AtMost(double k, double mean) => mean <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(k + 1, mean);
}
