namespace ServerlessMonitor.Sketches;

/// <summary>The outcomes at one score.</summary>
/// <param name="Score">The score, 0 to 1; the middle of a bin once the histogram is folded.</param>
/// <param name="Positives">Rows with this score whose truth is positive.</param>
/// <param name="Negatives">Rows with this score whose truth is negative.</param>
public readonly record struct ScoreCount(double Score, long Positives, long Negatives);
