using MathNet.Numerics;

namespace ServerlessMonitor.Evaluate.Drift.Laws;

/// <summary>Fisher's exact test of a 2×2 table: two-sided, all tables of the same margins that are at most as probable.</summary>
internal static class FisherLaw
{
    // Probabilities that only differ by rounding are the same.
    private const double Tolerance = 1 + 1e-7;
    private const double Negligible = 1e-20;

    /// <summary>The p-value of the table [[a, b], [c, d]].</summary>
    public static double TwoSided(long a, long b, long c, long d)
    {
        long row = a + b;
        long column = a + c;
        long rows = row + c + d;
        long low = Math.Max(0, row + column - rows);
        long high = Math.Min(row, column);
        long mode = Math.Clamp((long)Math.Floor((row + 1.0) * (column + 1.0) / (rows + 2.0)), low, high);
        double atMode = Math.Exp(LogProbability(mode, row, column, rows));
        double limit = Relative(a) * Tolerance;
        double sum = Within(1);
        double term = 1;
        for (long x = mode; x < high && term > Negligible; x++)
        {
            term *= (row - x) * (double)(column - x) / ((x + 1.0) * (rows - row - column + x + 1.0));
            sum += Within(term);
        }

        term = 1;
        for (long x = mode; x > low && term > Negligible; x--)
        {
            term *= x * (double)(rows - row - column + x) / ((row - x + 1.0) * (column - x + 1.0));
            sum += Within(term);
        }

        return Math.Clamp(sum * atMode, 0, 1);

        double Within(double probability) => probability <= limit ? probability : 0;

        double Relative(long x) => Math.Exp(LogProbability(x, row, column, rows) - LogProbability(mode, row, column, rows));
    }

    private static double LogProbability(long x, long row, long column, long rows) =>
        LogChoose(row, x) + LogChoose(rows - row, column - x) - LogChoose(rows, column);

    private static double LogChoose(long n, long k) =>
        SpecialFunctions.GammaLn(n + 1.0) - SpecialFunctions.GammaLn(k + 1.0) - SpecialFunctions.GammaLn(n - k + 1.0);
}
