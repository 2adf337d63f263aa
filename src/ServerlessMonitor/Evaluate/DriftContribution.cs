namespace ServerlessMonitor.Evaluate;

/// <summary>What one bin or category adds to a drift score.</summary>
/// <param name="Bin">The bin's range or the category, for people.</param>
/// <param name="Baseline">Its share of the baseline, 0 to 1.</param>
/// <param name="Current">Its share of the window, 0 to 1.</param>
/// <param name="Contribution">What it adds to the score, in the score's unit.</param>
public sealed record DriftContribution(string Bin, double Baseline, double Current, double Contribution);
