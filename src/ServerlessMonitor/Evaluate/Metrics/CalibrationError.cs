using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>The expected calibration error: over ten bins of the score, the mean of |mean score − share of events|, weighted by rows.</summary>
internal static class CalibrationError
{
    // Below 300 rows the part that is chance is too large to be told from the rest: verdicts are wrong in two windows of a hundred at 30 rows.
    private const double RowsOfAnEvent = 30;

    /// <summary>
    /// The value, as everybody computes it; it is above that of the population, as chance alone parts scores and shares. With the sign of each bin's difference σ it is the mean of
    /// σ·(score − event), so its standard error is that of a mean. The interval is around the value less what chance adds (each bin's mean of a folded normal), widened to hold the value.
    /// </summary>
    /// <param name="bins">The bins.</param>
    /// <param name="meanSquare">The mean of (score − event)² over all rows.</param>
    public static Estimate Of(IReadOnlyList<CalibrationBin> bins, double meanSquare)
    {
        double rows = bins.Sum(bin => (double)bin.Scores.Count);
        if (!double.IsFinite(meanSquare))
        {
            return Estimate.Undefined("no labelled row has a usable score");
        }

        if (rows == 0)
        {
            return new Estimate(0);
        }

        double sum = 0;
        double excess = 0;
        foreach (CalibrationBin bin in bins.Where(bin => bin.Scores.Count > 0))
        {
            double difference = Math.Abs(bin.Scores.Sum - bin.Positives);
            double share = (double)bin.Positives / bin.Scores.Count;
            double noise = Math.Sqrt(bin.Scores.Count * share * (1 - share));
            sum += difference;
            excess += Excess(difference, noise);
        }

        double value = sum / rows;
        double error = Math.Sqrt(Math.Max(0, meanSquare - (value * value)) / rows);
        if (rows < 2 || error == 0)
        {
            return new Estimate(value);
        }

        double middle = value - (excess / rows);
        return new Estimate(value)
        {
            StandardError = error,
            Lower = Math.Max(0, middle - (Estimate.Normal95 * error)),
            Upper = Math.Min(1, Math.Max(value, middle + (Estimate.Normal95 * error))),
            Interval = new NormalInterval(Math.Max(0, middle), error, 0, 1),
            Events = rows / RowsOfAnEvent,
        };
    }

    /// <summary>By how much the mean of |N(d, s²)| is above d.</summary>
    private static double Excess(double difference, double noise)
    {
        if (noise == 0)
        {
            return 0;
        }

        double z = difference / noise;
        return (noise * Math.Sqrt(2 / Math.PI) * Math.Exp(-z * z / 2)) - (2 * difference * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -z));
    }
}
