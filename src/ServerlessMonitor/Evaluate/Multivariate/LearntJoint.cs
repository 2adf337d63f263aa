using MathNet.Numerics.Distributions;

namespace ServerlessMonitor.Evaluate.Multivariate;

/// <summary>A threshold for a score of all features together, from how far each chunk of the baseline is from the rest of it, for the window's size.</summary>
/// <remarks>
/// As <see cref="Drift.LearntThreshold"/>: with u the statistic and e and v its mean and variance by chance (<see cref="JointLaw"/>), the C chunks have a mean excess λ of u over e, and between them a
/// variance V_b: that of u less v, and v·√(2/(C − 1)) more, which so few do not show to be absent. Rows that hang together, or have heavy tails, make u larger in proportion to chance; times that
/// differ make it larger whatever the size. Which of them λ and V_b are cannot be told, so they count as the one for windows smaller than the chunks (they grow with ρ = s ÷ s of the chunks) and as the
/// other for larger ones (they stay). T = M + √((a·k/3)² + b²) with M = e + ρλ, a from M to where a gamma law with that mean and the variance v has probability Φ(3) below it, and k of
/// <see cref="LearntSpread"/>. Times differ in few directions, so b has the law of the square of one normal variable: the larger of what one with the variance V_b has, times k/3, and of ρλ·(F − 1), what
/// the next such square has beside the mean of C (F with 1 and C degrees). Checked by simulation: docs/baselines.md.
/// </remarks>
/// <param name="law">What chance does.</param>
/// <param name="chunks">The statistic of each chunk against the rest, and s of the two.</param>
internal sealed class LearntJoint(JointLaw law, IReadOnlyList<(double Value, double Size)> chunks)
{
    // A window whose threshold is so many times that of a chunk sees only what is far larger than what is learnt.
    private const double Blind = 2;

    private const double Deviations = 3;

    // The same of the square of one normal variable, in its standard deviations: (3.2053² − 1)/√2.
    private const double SquareBeyondMean = 6.558;

    /// <summary>How many chunks there are.</summary>
    public int Count => chunks.Count;

    /// <summary>The threshold for a window, in the score's unit.</summary>
    /// <param name="rows">n, its rows.</param>
    /// <param name="baselineRows">m, those of the baseline.</param>
    public double ThresholdAt(long rows, long baselineRows) => ScoreOf(StatisticAt((1.0 / rows) + (1.0 / baselineRows), baselineRows));

    /// <summary>Whether the window is so much smaller than the chunks that what is learnt from them is lost in chance.</summary>
    public bool IsBlindAt(long rows, long baselineRows)
    {
        double least = ScoreOf(law.Base);
        return ThresholdAt(rows, baselineRows) - least > Blind * (ScoreOf(StatisticAt(chunks.Average(chunk => chunk.Size), baselineRows)) - least);
    }

    private double StatisticAt(double size, double baselineRows)
    {
        double ratio = Math.Max(1, size / chunks.Average(chunk => chunk.Size));
        double excess = Math.Max(0, chunks.Average(chunk => chunk.Value - law.MeanAt(chunk.Size)));
        double mean = chunks.Average(chunk => chunk.Value);
        double variance = chunks.Sum(chunk => (chunk.Value - mean) * (chunk.Value - mean)) / (chunks.Count - 1);
        double noise = chunks.Average(chunk => law.VarianceAt(chunk.Size, excess));

        // What so few chunks cannot show to be absent is there: one standard error of a variance.
        double between = Math.Max(0, variance - noise) + (noise * Math.Sqrt(2.0 / (chunks.Count - 1)));
        double expected = law.MeanAt(size) + (law.Bias / baselineRows) + (ratio * excess);
        double few = LearntSpread.Deviations(chunks.Count) / Deviations;
        double chance = BeyondMean(expected, law.VarianceAt(size, ratio * excess)) * few;
        double times = Math.Max(SquareBeyondMean * Math.Sqrt(between * Math.Pow(ratio, law.Power)) * few, ratio * excess * (NextSquare(chunks.Count) - 1));
        return expected + Math.Sqrt((chance * chance) + (times * times));
    }

    /// <summary>How many times the mean of C squares of a normal variable the next one stays under with probability Φ(3): Snedecor's F with 1 and C degrees, the square of Student's t.</summary>
    private static double NextSquare(int squares)
    {
        double t = StudentT.InvCDF(0, 1, squares, (1 + Normal.CDF(0, 1, Deviations)) / 2);
        return t * t;
    }

    /// <summary>How far from its mean a gamma law has the probability Φ(3) below it (Wilson and Hilferty 1931).</summary>
    private static double BeyondMean(double mean, double variance)
    {
        if (mean <= 0 || variance <= 0)
        {
            return 0;
        }

        double shape = mean * mean / variance;
        return mean * (Math.Pow(1 - (1 / (9 * shape)) + (Deviations / (3 * Math.Sqrt(shape))), 3) - 1);
    }

    private double ScoreOf(double statistic) => law.Power == 2 ? Math.Sqrt(statistic) : statistic;
}
