namespace ServerlessMonitor.Evaluate.Metrics.Intervals;

/// <summary>What the rows of a window say about where a metric lies: its interval at any confidence, and what rows like these could show.</summary>
/// <param name="least">The lowest value the metric can have; negative infinity where there is none.</param>
/// <param name="most">The highest.</param>
internal abstract class MetricInterval(double least, double most)
{
    /// <summary>Φ⁻¹(0.95): what has this much room is shown in 95 of 100 windows.</summary>
    protected const double Power = 1.6448536269514722;

    /// <summary>The lowest value the metric can have.</summary>
    public double Least => least;

    /// <summary>The highest value the metric can have.</summary>
    public double Most => most;

    /// <summary>Whether the bounds hold for any number of rows; others are approximate, and not to be trusted with a few.</summary>
    public virtual bool IsExact => false;

    /// <summary>The lower and the upper bound, each of which the truth lies beyond in at most the share <paramref name="level"/> of windows.</summary>
    public abstract (double Lower, double Upper) Bounds(double level);

    /// <summary>The standard error that as many rows would have if it were <paramref name="truth"/>.</summary>
    public abstract double ErrorAt(double truth);

    /// <summary>Whether these rows rule out that the truth is a value.</summary>
    public virtual bool RulesOut(double truth, double level)
    {
        (double lower, double upper) = Bounds(level);
        return lower > truth || upper < truth;
    }

    /// <summary>Whether 95 of 100 windows of this size would have a bound that excludes <paramref name="limit"/> if the truth were <paramref name="truth"/>.</summary>
    public virtual bool Shows(double limit, double truth, double level) =>
        Math.Abs(truth - limit) >= (Quantile(level) * ErrorAt(limit)) + (Power * ErrorAt(truth));

    /// <summary>
    /// What is twice as far to one side as a value: within two ends twice the odds (accuracy 0.9 → 0.818, a false positive rate of 0.05 → 0.095), with one end twice the distance from it or half of it
    /// (errors 10 → 20), without ends twice the distance from zero. Null where there is no such value: at an end, or at zero.
    /// </summary>
    public double? Twice(double value, bool upwards)
    {
        if (value <= least || value >= most)
        {
            return null;
        }

        if (double.IsFinite(least) && double.IsFinite(most))
        {
            double odds = (value - least) / (most - value) * (upwards ? 2 : 0.5);
            return least + ((most - least) * odds / (1 + odds));
        }

        return double.IsFinite(least) ? least + ((value - least) * (upwards ? 2 : 0.5))
            : double.IsFinite(most) ? most - ((most - value) * (upwards ? 0.5 : 2))
            : value == 0 ? null : value + (upwards ? Math.Abs(value) : -Math.Abs(value));
    }

    /// <summary>How many standard errors the bound at a level is away.</summary>
    protected virtual double Quantile(double level) => Drift.Laws.Tails.NormalQuantile(level);
}
