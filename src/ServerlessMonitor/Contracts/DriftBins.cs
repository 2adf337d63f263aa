namespace ServerlessMonitor.Contracts;

/// <summary>A rule for bins.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Count">
/// <see cref="DriftBinRule.Quantile"/> and <see cref="DriftBinRule.EqualWidth"/>: how many bins, 2 to 1,000. <see cref="DriftBinRule.Sturges"/>: the rows to
/// reckon with, 0 for those of both samples. <see cref="DriftBinRule.Distinct"/>: the most values of the baseline; above, it is deciles.
/// </param>
public sealed record DriftBins(DriftBinRule Rule, int Count = 0)
{
    /// <summary>The most values that are bins of their own by the rule <see cref="DriftBinRule.Distinct"/>.</summary>
    public const int MostDistinct = 20;
}
