using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>A share of rows that changes: its score, its z-test, and what chance does to it.</summary>
internal static class ShareChange
{
    private const int Halvings = 40;
    private const double Power = 1.6448536269514722; // Φ⁻¹(0.95)

    /// <summary>The score of a share.</summary>
    /// <param name="value">The score.</param>
    /// <param name="before">The baseline's share and rows.</param>
    /// <param name="after">The window's.</param>
    public static DriftScore Score(double value, (double Share, double Rows) before, (double Share, double Rows) after) =>
        new(value) { PValue = Tails.NormalTwoSided(TwoProportionsMethod.Statistic(before.Share, after.Share, before.Rows, after.Rows)) };

    /// <summary>What chance does: normal with pooled variance, of which there is at least that of half a row.</summary>
    /// <param name="level">The gate's level.</param>
    /// <param name="score">The score.</param>
    /// <param name="before">The baseline's share and rows.</param>
    /// <param name="after">The window's.</param>
    /// <param name="overdispersion">How many of these rows carry as much as one independent row.</param>
    public static DriftChance Chance(
        double level, DriftScore score, (double Share, double Rows) before, (double Share, double Rows) after, double overdispersion = 1)
    {
        if (overdispersion > 1)
        {
            before = (before.Share, before.Rows / overdispersion);
            after = (after.Share, after.Rows / overdispersion);
            score = Score(score.Value!.Value, before, after);
        }

        double rows = before.Rows + after.Rows;
        double pooled = ((before.Share * before.Rows) + (after.Share * after.Rows)) / rows;
        pooled = Math.Clamp(pooled, 0.5 / rows, 1 - (0.5 / rows));
        double error = Math.Sqrt(pooled * (1 - pooled) * ((1 / before.Rows) + (1 / after.Rows)));
        return SampleSizeGate.ForNormal(level, score.Value!.Value, error, score.PValue) with { LeastThreshold = Least(level, before.Share, before.Rows, after.Rows) };
    }

    /// <summary>What chance does to the share of what the baseline happens to lack.</summary>
    /// <param name="share">The share of the window.</param>
    /// <param name="rows">Rows that the window is worth.</param>
    /// <param name="mean">The share by chance alone, on average.</param>
    /// <param name="bound">The share that chance alone exceeds at most as often as the gate's level says.</param>
    /// <param name="pValue">The probability of such a share by chance alone, at most.</param>
    // What is rare is seen or not seen as a whole: its share scatters as much as it is on average.
    public static DriftChance Unseen(double share, double rows, double mean, double bound, double pValue) =>
        new(Math.Max(0, share - mean), bound, pValue) { MeanSquare = (2 * mean * mean) + (mean / rows) };

    // The least threshold T of which a rise by 2T is found in 95 % of windows: a share that rises from near nothing scatters more than it did.
    private static double Least(double level, double share, double n, double m)
    {
        double gate = Tails.NormalQuantile(level / 2);
        double low = 0;
        double high = 1;
        for (int step = 0; step < Halvings; step++)
        {
            double threshold = (low + high) / 2;
            double risen = Math.Min(1, share + (2 * threshold));
            double pooled = Math.Clamp(((share * n) + (risen * m)) / (n + m), 0.5 / (n + m), 1 - (0.5 / (n + m)));
            double error = Math.Sqrt(pooled * (1 - pooled) * ((1 / n) + (1 / m)));
            double own = Math.Sqrt((share * (1 - share) / n) + (risen * (1 - risen) / m));
            bool found = (2 * threshold) - (Power * own) >= Math.Max(threshold + (Math.Sqrt(2 / Math.PI) * error), gate * error);
            (low, high) = found ? (low, threshold) : (threshold, high);
        }

        return high;
    }
}
