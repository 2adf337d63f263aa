namespace ServerlessMonitor.Notify;

/// <summary>What one bin or category adds to a score.</summary>
/// <param name="Bin">The bin's range or the category, for people.</param>
/// <param name="Baseline">Its share of the baseline, 0 to 1.</param>
/// <param name="Current">Its share of the window, 0 to 1.</param>
/// <param name="Contribution">What it adds, in the score's unit.</param>
public sealed record NoticeContribution(string Bin, double Baseline, double Current, double Contribution);
