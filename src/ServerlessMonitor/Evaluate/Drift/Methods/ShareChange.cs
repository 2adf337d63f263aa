using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>A share of rows that changes: its score, its z-test, and what chance does to it.</summary>
internal static class ShareChange
{
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
        return SampleSizeGate.ForNormal(level, score.Value!.Value, error, score.PValue);
    }
}
