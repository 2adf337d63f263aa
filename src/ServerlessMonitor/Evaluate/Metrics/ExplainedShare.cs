using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>
/// R² and explained variance: 1 − what is unexplained ÷ the variance of the labels. Standard errors by the delta method: the variance of a row's influence
/// −(u − U)/V + U·(v − V)/V², with u its squared error, v its label's squared deviation, and U and V their means. The interval is normal on the scale of ln(1 − value).
/// </summary>
internal static class ExplainedShare
{
    // The error rests on fourth powers, which a hundred rows are needed for.
    private const double RowsOfAnEvent = 10;

    /// <summary>R².</summary>
    public static Estimate OfSquares(RegressionOutcome outcome)
    {
        double bias = outcome.Error.Mean;
        double variance = outcome.Label.Variance;
        double together = outcome.Joint.SquareBySquare + (2 * bias * outcome.Joint.ErrorBySquare) + (bias * bias * variance);
        return Of(outcome, outcome.SquaredError.Sum, outcome.SquaredError.Variance, together - (outcome.SquaredError.Mean * variance));
    }

    /// <summary>Explained variance: as R², but a constant error costs nothing.</summary>
    public static Estimate OfVariance(RegressionOutcome outcome)
    {
        double unexplained = outcome.Error.Variance;
        return Of(
            outcome,
            unexplained * outcome.Error.Count,
            unexplained * unexplained * (outcome.Error.ExcessKurtosis + 2),
            outcome.Joint.SquareBySquare - (unexplained * outcome.Label.Variance));
    }

    private static Estimate Of(RegressionOutcome outcome, double unexplained, double ofSquares, double together)
    {
        double variance = outcome.Label.Variance;
        double total = variance * outcome.Label.Count;
        if (!(total > 0))
        {
            return new Estimate(unexplained == 0 ? 1 : 0) { Reason = "every label is the same; 1 if perfect, else 0, by convention" };
        }

        double ratio = unexplained / total;
        if (outcome.Joint.Count != outcome.Rows || !(ratio > 0) || outcome.Rows < 3)
        {
            return new Estimate(1 - ratio);
        }

        double ofLabels = variance * variance * (outcome.Label.ExcessKurtosis + 2);
        double influence = (ofSquares - (2 * ratio * together) + (ratio * ratio * ofLabels)) / (variance * variance);
        double error = Math.Sqrt(Math.Max(0, influence) / outcome.Rows);
        if (!(error > 0) || !double.IsFinite(error))
        {
            return new Estimate(1 - ratio);
        }

        double reach = Math.Exp(Estimate.Normal95 * error / ratio);
        return new Estimate(1 - ratio)
        {
            StandardError = error,
            Lower = 1 - (ratio * reach),
            Upper = 1 - (ratio / reach),
            Events = outcome.Rows / RowsOfAnEvent,
            Interval = new MappedInterval(
                Estimate.Free(-Math.Log(ratio), error / ratio), static x => 1 - Math.Exp(-x), static share => -Math.Log(1 - share), double.NegativeInfinity, 1),
        };
    }
}
