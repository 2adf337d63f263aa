namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>Neighbouring scores of the baseline at which the event is equally frequent, as far as the order of the scores says.</summary>
/// <param name="Lower">The lowest score.</param>
/// <param name="Upper">The highest score.</param>
/// <param name="Positives">Rows whose label is the event.</param>
/// <param name="Rows">All rows; at least one.</param>
internal readonly record struct CalibrationPool(double Lower, double Upper, long Positives, long Rows)
{
    /// <summary>The share of events.</summary>
    public double Share => (double)Positives / Rows;

    /// <summary>The variance of <see cref="Share"/>. One row of each kind is added (Laplace): that none of few rows was an event does not say that none can be.</summary>
    public double Variance
    {
        get
        {
            double share = (Positives + 1.0) / (Rows + 2.0);
            return share * (1 - share) / Rows;
        }
    }
}
