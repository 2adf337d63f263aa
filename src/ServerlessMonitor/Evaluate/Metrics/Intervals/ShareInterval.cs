using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ServerlessMonitor.Evaluate.Metrics.Intervals;

/// <summary>
/// A share of rows: the bounds of Clopper and Pearson (1934), which hold for any number of rows. At 99.9 % Wilson's would be wrong four times as often as they say where few rows are wrong; from
/// a thousand rows of either kind on both are the same, and Wilson's are taken.
/// </summary>
/// <param name="count">Rows that count; of an effective number of rows it need not be whole.</param>
/// <param name="rows">All rows; 0 says nothing.</param>
internal sealed class ShareInterval(double count, double rows) : MetricInterval(0, 1)
{
    private const double Many = 1000;

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override (double Lower, double Upper) Bounds(double level)
    {
        if (!(rows > 0))
        {
            return (0, 1);
        }

        if (Math.Min(count, rows - count) >= Many)
        {
            return Estimate.Wilson(count, rows, Quantile(level));
        }

        double lower = count <= 0 ? 0 : Beta.InvCDF(count, rows - count + 1, level);
        double upper = count >= rows ? 1 : Beta.InvCDF(count + 1, Math.Max(double.Epsilon, rows - count), 1 - level);
        return (lower, upper);
    }

    /// <inheritdoc/>
    public override double ErrorAt(double truth) => rows > 0 ? Math.Sqrt(Math.Max(0, truth * (1 - truth)) / rows) : double.PositiveInfinity;

    /// <inheritdoc/>
    public override bool Shows(double limit, double truth, double level)
    {
        if (!(rows > 0))
        {
            return false;
        }

        if (rows * Math.Min(limit, 1 - limit) >= Many)
        {
            return base.Shows(limit, truth, level);
        }

        // The number of rows from which on the limit is excluded, and how often a window has as many.
        (double chance, double share) = truth < limit ? (limit, truth) : (1 - limit, 1 - truth);
        double most = -1;
        for (double below = 0, above = Math.Floor(rows); below <= above;)
        {
            double middle = Math.Floor((below + above) / 2);
            if (AtMost(middle, chance) <= level)
            {
                most = middle;
                below = middle + 1;
            }
            else
            {
                above = middle - 1;
            }
        }

        return most >= 0 && AtMost(most, share) >= 0.95;
    }

    // P(X ≤ k) of a binomial with these rows.
    private double AtMost(double k, double share) => k >= rows ? 1 : share <= 0 ? 1 : share >= 1 ? 0 : SpecialFunctions.BetaRegularized(rows - k, k + 1, 1 - share);
}
