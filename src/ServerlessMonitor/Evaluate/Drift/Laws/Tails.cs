using MathNet.Numerics;

namespace ServerlessMonitor.Evaluate.Drift.Laws;

/// <summary>Upper tails of common laws, without the cancellation of 1 − cdf.</summary>
internal static class Tails
{
    /// <summary>P(Z ≥ z) of the standard normal law.</summary>
    public static double Normal(double z) => SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2;

    /// <summary>P(|Z| ≥ |z|) of the standard normal law.</summary>
    public static double NormalTwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>P(|T| ≥ |t|) of Student's law with so many degrees, which need not be whole.</summary>
    public static double StudentTwoSided(double t, double degrees)
    {
        if (t == 0)
        {
            return 1;
        }

        double x = degrees / (degrees + (t * t));
        return double.IsInfinity(t) ? 0 : SpecialFunctions.BetaRegularized(degrees / 2, 0.5, x);
    }

    /// <summary>P(X² ≥ statistic) of χ².</summary>
    public static double ChiSquare(double statistic, double degrees) =>
        statistic <= 0 ? 1 : double.IsInfinity(statistic) ? 0 : SpecialFunctions.GammaUpperRegularized(degrees / 2, statistic / 2);

    /// <summary>The z whose upper tail is <paramref name="p"/>.</summary>
    public static double NormalQuantile(double p) => -MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, p);
}
