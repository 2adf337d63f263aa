using MathNet.Numerics;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>
/// McNemar's test (<i>Psychometrika</i> 12, 1947) of two shares on the same rows: only the rows that one of two got right count. Below <see cref="FewestForNormal"/> of these it is exact (binomial with one
/// half), from there on χ² with Edwards' continuity correction, (|b − c| − 1)² / (b + c). As statsmodels' <c>mcnemar</c>, but for b = c, where the corrected statistic is 0 rather than 1 / (b + c).
/// </summary>
internal static class McNemar
{
    /// <summary>From so many discordant rows on χ² stands for the binomial law.</summary>
    public const long FewestForNormal = 25;

    /// <summary>The test.</summary>
    /// <param name="one">Rows that one alone got right.</param>
    /// <param name="other">Rows that the other alone got right; both together at least 1.</param>
    public static (string Test, double Statistic, double PValue) Of(long one, long other)
    {
        long discordant = one + other;
        long fewer = Math.Min(one, other);
        if (discordant < FewestForNormal)
        {
            double tail = 0;
            for (long k = 0; k <= fewer; k++)
            {
                tail += SpecialFunctions.Binomial((int)discordant, (int)k);
            }

            return ("mcnemarExact", fewer, Math.Min(1, 2 * tail / Math.Pow(2, discordant)));
        }

        double excess = Math.Max(0, Math.Abs(one - other) - 1);
        double statistic = excess * excess / discordant;
        return ("mcnemar", statistic, Tails.ChiSquare(statistic, 1));
    }

    /// <summary>
    /// Challenger's share less champion's with its standard error, and its 95 % interval after Agresti and Min (<i>Statistics in Medicine</i> 24, 2005): Wald's with half a row more in each of the four cells, which
    /// holds with few discordant rows too.
    /// </summary>
    public static (double Difference, double StandardError, double Lower, double Upper) Difference(long champion, long challenger, long rows)
    {
        double multiple = Tails.NormalQuantile(0.025);
        double middle = (double)(challenger - champion) / (rows + 2);
        double half = multiple * ErrorOf(champion + 0.5, challenger + 0.5, rows + 2);
        return (
            (double)(challenger - champion) / rows,
            ErrorOf(champion, challenger, rows),
            Math.Max(-1, middle - half),
            Math.Min(1, middle + half));
    }

    private static double ErrorOf(double one, double other, double rows) => Math.Sqrt(Math.Max(0, one + other - ((one - other) * (one - other) / rows))) / rows;
}
