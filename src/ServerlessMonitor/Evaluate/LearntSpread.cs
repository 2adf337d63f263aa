using MathNet.Numerics.Distributions;

namespace ServerlessMonitor.Evaluate;

/// <summary>How far from the baseline's chunks a window may be that is like them.</summary>
internal static class LearntSpread
{
    /// <summary>From fewer chunks nothing is learnt.</summary>
    public const int FewestChunks = 5;

    // Standard deviations, as everywhere else thresholds are learnt.
    private const double Fewest = 3;

    /// <summary>
    /// k = max(3, t·√(1 + 1/C)), t the quantile of Student's law with C − 1 degrees at the probability that the normal law has below 3: a window is one more chunk, and mean and
    /// deviation of few chunks are known roughly themselves.
    /// </summary>
    /// <param name="chunks">C, at least 2.</param>
    public static double Deviations(int chunks) =>
        Math.Max(Fewest, StudentT.InvCDF(0, 1, chunks - 1, Normal.CDF(0, 1, Fewest)) * Math.Sqrt(1 + (1.0 / chunks)));
}
