using MathNet.Numerics.Distributions;

namespace ServerlessMonitor.Evaluate.Metrics.Intervals;

/// <summary>A value with a standard error, normal or, of a mean, of Student's law.</summary>
/// <param name="value">The value.</param>
/// <param name="error">Its standard error, above 0.</param>
/// <param name="least">The lowest value the metric can have.</param>
/// <param name="most">The highest.</param>
/// <param name="degrees">Of Student's law; infinite for the normal one.</param>
/// <param name="skewness">Of the rows that a mean is of.</param>
internal sealed class NormalInterval(double value, double error, double least, double most, double degrees = double.PositiveInfinity, double skewness = 0) : MetricInterval(least, most)
{
    private const double Many = 10_000;

    /// <inheritdoc/>
    public override (double Lower, double Upper) Bounds(double level)
    {
        double reach = Quantile(level) * error;
        return (Math.Max(Least, value - reach), Math.Min(Most, value + reach));
    }

    /// <summary>The standard error; what has no upper end, such as an error, scatters the more the larger it is.</summary>
    public override double ErrorAt(double truth) =>
        double.IsFinite(Least) && double.IsPositiveInfinity(Most) && value > Least ? error * Math.Max(1, (truth - Least) / (value - Least)) : error;

    /// <inheritdoc/>
    public override bool RulesOut(double truth, double level)
    {
        double away = (value - truth) / ErrorAt(truth);
        return Math.Abs(away) > Quantile(level) && Math.Abs(Corrected(away)) > Quantile(level);
    }

    /// <inheritdoc/>
    protected override double Quantile(double level) => degrees < Many ? StudentT.InvCDF(0, 1, degrees, 1 - level) : base.Quantile(level);

    // Johnson's correction (1978) of t for skewed rows, where it makes t smaller: with a few rows of which the large ones have not come, mean and deviation are low together.
    private double Corrected(double t)
    {
        if (!double.IsFinite(degrees) || skewness == 0 || skewness > 0 == t > 0)
        {
            return t;
        }

        double corrected = t + (skewness * (1 + (2 * t * t)) / (6 * Math.Sqrt(degrees + 1)));
        return corrected > 0 == t > 0 ? corrected : 0;
    }
}
