namespace ServerlessMonitor.Evaluate.Drift.Binning;

/// <summary>The table of two samples by categories, in rows that the samples are worth.</summary>
internal sealed class TwoRowTable
{
    private const double FewRows = 5;

    private readonly double[] _before;
    private readonly double[] _after;

    /// <summary>Takes the shares of both sides times the rows that they are worth.</summary>
    public TwoRowTable(BinnedPair bins)
    {
        BaselineRows = bins.EffectiveBaseline;
        CurrentRows = bins.EffectiveCurrent;
        _before = [.. Enumerable.Range(0, bins.Size).Select(i => bins.BaselineShare(i) * BaselineRows)];
        _after = [.. Enumerable.Range(0, bins.Size).Select(i => bins.CurrentShare(i) * CurrentRows)];
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < bins.Size; i++)
        {
            if (_before[i] + _after[i] > 0)
            {
                Cells++;
                smallest = Math.Min(smallest, (_before[i] + _after[i]) * Math.Min(BaselineRows, CurrentRows) / (BaselineRows + CurrentRows));
            }
        }

        Caveat = smallest < FewRows ? "some categories expect fewer than 5 rows: the p-value is rough" : null;
    }

    /// <summary>Rows of the baseline.</summary>
    public double BaselineRows { get; }

    /// <summary>Rows of the window.</summary>
    public double CurrentRows { get; }

    /// <summary>Categories that either side has.</summary>
    public int Cells { get; }

    /// <summary>What makes a p-value of the table rough; null if nothing does.</summary>
    public string? Caveat { get; }

    /// <summary>Σ(O−E)²/E, and what each category adds.</summary>
    public (double Sum, double[] Parts) Pearson() => Sum(static (observed, expected) => (observed - expected) * (observed - expected) / expected);

    /// <summary>2·ΣO·ln(O/E), and what each category adds.</summary>
    public (double Sum, double[] Parts) LikelihoodRatio() => Sum(static (observed, expected) => observed > 0 ? 2 * observed * Math.Log(observed / expected) : 0);

    private (double Sum, double[] Parts) Sum(Func<double, double, double> cell)
    {
        double[] parts = new double[_before.Length];
        double sum = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double both = _before[i] + _after[i];
            if (both > 0)
            {
                parts[i] = cell(_before[i], both * BaselineRows / (BaselineRows + CurrentRows)) + cell(_after[i], both * CurrentRows / (BaselineRows + CurrentRows));
                sum += parts[i];
            }
        }

        return (sum, parts);
    }
}
