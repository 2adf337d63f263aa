using MathNet.Numerics.Distributions;

namespace ServerlessMonitor.Evaluate;

/// <summary>How far from the baseline's chunks a window may be that is like them.</summary>
internal static class LearntSpread
{
    /// <summary>From fewer chunks nothing is learnt.</summary>
    public const int FewestChunks = 5;

    // Standard deviations, as everywhere else thresholds are learnt.
    private const double Fewest = 3;
    private const double MostDegrees = 10_000;

    /// <summary>
    /// k = max(3, t·√(1 + 1/C)), t the quantile of Student's law with C − 1 degrees at the probability that the normal law has below 3: a window is one more chunk, and mean and
    /// deviation of few chunks are known roughly themselves.
    /// </summary>
    /// <param name="chunks">C, at least 2.</param>
    public static double Deviations(int chunks) =>
        Math.Max(Fewest, StudentT.InvCDF(0, 1, chunks - 1, Normal.CDF(0, 1, Fewest)) * Math.Sqrt(1 + (1.0 / chunks)));

    /// <summary>
    /// The same for both sides together at a level. Of a variance to which what chunks differ by is only a part (the sampling error of the window, which is known, comes to it, and that of the chunks is
    /// taken off) the degrees are those of Welch and Satterthwaite: with r the whole variance ÷ that of the chunks, (C − 1)·r².
    /// </summary>
    /// <param name="chunks">C, at least 2.</param>
    /// <param name="ratio">r; infinite where chunks do not differ at all.</param>
    /// <param name="level">The share outside.</param>
    public static double Deviations(int chunks, double ratio, double level)
    {
        double degrees = Math.Max(1, (chunks - 1) * ratio * ratio);
        double tail = 1 - (level / 2);
        return Math.Max(Fewest, degrees < MostDegrees ? StudentT.InvCDF(0, 1, degrees, tail) : Normal.InvCDF(0, 1, tail));
    }
}
