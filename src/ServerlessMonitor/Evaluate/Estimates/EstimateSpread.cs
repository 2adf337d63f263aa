using ServerlessMonitor.Evaluate.Metrics.Intervals;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>How far what will be realised may be from what is estimated.</summary>
/// <param name="Sampling">The variance of the window's outcomes, given what is likely for each row.</param>
/// <param name="Learning">The variance of what was learnt, as the baseline is finite.</param>
internal readonly record struct EstimateSpread(double Sampling, double Learning)
{
    /// <summary>Bounds are so many standard errors wide to either side.</summary>
    public const double Width = 3;

    /// <summary>Both together.</summary>
    public double StandardError => Math.Sqrt(Math.Max(0, Sampling + Learning));

    /// <summary>An estimate with its bounds, cut to the metric's range.</summary>
    public MetricResult Around(string key, double value, double least = 0, double most = 1)
    {
        if (!double.IsFinite(value))
        {
            return new MetricResult(key, null) { Reason = "not a finite number" };
        }

        double error = StandardError;
        return double.IsFinite(error)
            ? new MetricResult(key, value)
            {
                StandardError = error,
                Lower = Math.Max(least, value - (Width * error)),
                Upper = Math.Min(most, value + (Width * error)),
                Interval = error > 0 ? new NormalInterval(value, error, least, most) : null,
            }
            : new MetricResult(key, value);
    }
}
