using MathNet.Numerics.Distributions;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>
/// The mean difference over windows, with its interval.
/// <para>
/// Weights are inverse variances, each window's from its labelled rows and one variance per row that all windows share: a share's own variance depends on the share, so that a small window that
/// happens to be near 0 or 1 would weigh most, and the smaller version would look better than it is.
/// </para>
/// <para>
/// From <see cref="FewestForScatter"/> windows on: random effects (DerSimonian and Laird 1986) with Hartung and Knapp's variance and Student's law (2001): it allows for differences that change from window
/// to window, and for rows of a window that hang together. With fewer windows their scatter cannot be told, and the interval is that of these windows alone (fixed effects).
/// </para>
/// </summary>
internal sealed record PooledDifference
{
    /// <summary>With fewer windows than this Student's law would make the interval several times as wide.</summary>
    public const int FewestForScatter = 5;

    // Windows may agree by chance more than their rows allow; they are not believed more than this much beyond that.
    private const double LeastVarianceFactor = 0.25;
    private static readonly double Normal95 = Tails.NormalQuantile(0.025);

    private PooledDifference()
    {
    }

    /// <summary>The champion's mean, weighted as the difference.</summary>
    public double Champion { get; private init; }

    /// <summary>The challenger's.</summary>
    public double Challenger { get; private init; }

    /// <summary>Challenger less champion.</summary>
    public double Difference { get; private init; }

    /// <summary>Its standard error.</summary>
    public double StandardError { get; private init; }

    /// <summary>Lower end of its 95 % interval.</summary>
    public double Lower { get; private init; }

    /// <summary>Upper end of it.</summary>
    public double Upper { get; private init; }

    /// <summary>I²; null for one window.</summary>
    public double? Heterogeneity { get; private init; }

    /// <summary>Of Cochran's Q; null for one window.</summary>
    public double? HeterogeneityPValue { get; private init; }

    /// <summary>The mean of at least one window; null where nothing scatters at all, so that nothing can be weighed.</summary>
    public static PooledDifference? Of(IReadOnlyList<WindowEffect> windows)
    {
        double perRow = PerRow(windows);
        if (!(perRow > 0))
        {
            return null;
        }

        if (windows is [var only])
        {
            return new PooledDifference
            {
                Champion = only.Champion,
                Challenger = only.Challenger,
                Difference = only.Difference,
                StandardError = Math.Sqrt(Variance(only)),
                Lower = only.Lower,
                Upper = only.Upper,
            };
        }

        double[] variances = [.. windows.Select(window => perRow * Spread(window))];
        double[] weights = [.. variances.Select(variance => 1 / variance)];
        double mean = Mean(windows, weights, window => window.Difference);
        double q = windows.Zip(weights, (window, weight) => weight * Square(window.Difference - mean)).Sum();
        int degrees = windows.Count - 1;
        double fixedVariance = windows.Zip(weights, (window, weight) => Square(weight) * Variance(window)).Sum() / Square(weights.Sum());
        (double multiple, double variance) = (Normal95, fixedVariance);
        if (windows.Count >= FewestForScatter)
        {
            double between = Math.Max(0, (q - degrees) / (weights.Sum() - (weights.Sum(Square) / weights.Sum())));
            weights = [.. variances.Select(within => 1 / (within + between))];
            mean = Mean(windows, weights, window => window.Difference);
            double scatter = windows.Zip(weights, (window, weight) => weight * Square(window.Difference - mean)).Sum() / (degrees * weights.Sum());
            (multiple, variance) = (StudentT.InvCDF(0, 1, degrees, 0.975), Math.Max(scatter, LeastVarianceFactor * fixedVariance));
        }

        double error = Math.Sqrt(variance);
        return new PooledDifference
        {
            Champion = Mean(windows, weights, window => window.Champion),
            Challenger = Mean(windows, weights, window => window.Challenger),
            Difference = mean,
            StandardError = error,
            Lower = mean - (multiple * error),
            Upper = mean + (multiple * error),
            Heterogeneity = q > degrees ? (q - degrees) / q : 0,
            HeterogeneityPValue = Tails.ChiSquare(q, degrees),
        };
    }

    /// <summary>The variance that one row of each version would have, from all windows by their sizes.</summary>
    private static double PerRow(IReadOnlyList<WindowEffect> windows) =>
        windows.Sum(window => Variance(window) / Square(Spread(window))) / windows.Sum(window => 1 / Spread(window));

    private static double Mean(IReadOnlyList<WindowEffect> windows, double[] weights, Func<WindowEffect, double> value) =>
        windows.Zip(weights, (window, weight) => weight * value(window)).Sum() / weights.Sum();

    private static double Spread(WindowEffect window) => (1.0 / window.ChampionRows) + (1.0 / window.ChallengerRows);

    private static double Variance(WindowEffect window) => Square((window.Upper - window.Lower) / (2 * Normal95));

    private static double Square(double value) => value * value;
}
