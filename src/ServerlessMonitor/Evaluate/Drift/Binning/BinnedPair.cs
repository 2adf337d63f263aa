namespace ServerlessMonitor.Evaluate.Drift.Binning;

/// <summary>Two samples counted into the same bins or categories.</summary>
/// <param name="Labels">What each bin holds, for people.</param>
/// <param name="Baseline">Rows of the baseline in each bin.</param>
/// <param name="Current">Rows of the window in each bin.</param>
internal sealed record BinnedPair(IReadOnlyList<string> Labels, double[] Baseline, double[] Current)
{
    /// <summary>Rows of the baseline that were counted.</summary>
    public double BaselineTotal { get; } = Baseline.Sum();

    /// <summary>Rows of the window that were counted.</summary>
    public double CurrentTotal { get; } = Current.Sum();

    /// <summary>Rows that the baseline is worth; less than its total where it is approximate.</summary>
    public double EffectiveBaseline { get; init; } = Baseline.Sum();

    /// <summary>Rows that the window is worth; less than its total where it is approximate.</summary>
    public double EffectiveCurrent { get; init; } = Current.Sum();

    /// <summary>Share of the rows whose categories are not told apart because a counter is full, on the side that has more of them.</summary>
    public double PooledShare { get; init; }

    /// <summary>Whether so many are not that a change could hide among them.</summary>
    public bool HidesChanges => PooledShare > 0.5;

    /// <summary>How many bins there are.</summary>
    public int Size => Labels.Count;

    /// <summary>Share of the baseline in a bin, 0 to 1; 0 for an empty side.</summary>
    public double BaselineShare(int bin) => BaselineTotal > 0 ? Baseline[bin] / BaselineTotal : 0;

    /// <summary>Share of the window in a bin, 0 to 1; 0 for an empty side.</summary>
    public double CurrentShare(int bin) => CurrentTotal > 0 ? Current[bin] / CurrentTotal : 0;

    /// <summary>The bins with both shares and what each contributes, largest first, at most 20.</summary>
    public IReadOnlyList<DriftContribution> Explain(ReadOnlySpan<double> contributions) =>
        DriftScore.Explain(Labels, contributions, BaselineShare, CurrentShare);
}
