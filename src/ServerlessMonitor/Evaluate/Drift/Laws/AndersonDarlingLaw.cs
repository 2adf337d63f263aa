using MathNet.Numerics;

namespace ServerlessMonitor.Evaluate.Drift.Laws;

/// <summary>The two-sample case of Scholz and Stephens' k-sample Anderson-Darling test (1987). MathNet.Numerics has no such law.</summary>
internal static class AndersonDarlingLaw
{
    /// <summary>The smallest p-value that the table of critical values gives.</summary>
    public const double SmallestPValue = 0.001;

    private const double LargestPValue = 0.25;
    private const int MostSummed = 2_000_000;
    private const double EulerGamma = 0.577215664901532861;

    // Critical values of two samples, b0 + b1/√(k−1) + b2/(k−1) of their table 2, at these levels.
    private static readonly double[] Critical = [0.325, 1.226, 1.961, 2.718, 3.752, 4.592, 6.546];
    private static readonly double[] Levels = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];
    private static readonly double[] Fitted = Fit.Polynomial(Critical, [.. Levels.Select(level => Math.Log(level))], 2);

    /// <summary>The statistic whose p-value is the smallest.</summary>
    public static double LargestCritical => Critical[^1];

    /// <summary>(A² − 1) ÷ the standard deviation of A² for n and m rows, at least 4 together.</summary>
    public static double Normalised(double squares, double n, double m)
    {
        double rows = n + m;
        double inverse = (1 / n) + (1 / m);
        (double h, double g) = Harmonics((long)Math.Round(rows));
        double a = ((4 * g) - 6) + ((10 - (6 * g)) * inverse);
        double b = (4 * ((2 * g) - 4)) + (16 * h) + (((2 * g) - (14 * h) - 4) * inverse) - (8 * h) + (4 * g) - 6;
        double c = (4 * ((6 * h) + (2 * g) - 2)) + (2 * ((4 * h) - (4 * g) + 6)) + (((2 * h) - 6) * inverse) + (4 * h);
        double d = (4 * ((2 * h) + 6)) - (8 * h);
        double variance = ((a * rows * rows * rows) + (b * rows * rows) + (c * rows) + d) / ((rows - 1) * (rows - 2) * (rows - 3));
        return (squares - 1) / Math.Sqrt(variance);
    }

    /// <summary>The p-value of a normalised statistic: a parabola through the logarithms of the table's levels, within 0.001 and 0.25 as scipy has it.</summary>
    public static double PValue(double normalised) =>
        normalised < Critical[0] ? LargestPValue
        : normalised > Critical[^1] ? SmallestPValue
        : Math.Exp(Fitted[0] + (normalised * (Fitted[1] + (normalised * Fitted[2]))));

    // h = Σ 1/i below N, g = ΣΣ 1/((N − i)·j) for i < j < N; beyond two million rows by their expansions, right to 1e-10.
    private static (double H, double G) Harmonics(long rows)
    {
        if (rows > MostSummed)
        {
            double log = Math.Log(rows);
            return (log + EulerGamma - (1.0 / (2 * rows)), (Math.PI * Math.PI / 6) - (((2 * (log + EulerGamma)) + 1) / rows));
        }

        double sum = 0;
        double g = 0;
        for (long i = 2; i < rows; i++)
        {
            sum += 1.0 / (rows - i + 1);
            g += sum / i;
        }

        return (sum + 1, g);
    }
}
