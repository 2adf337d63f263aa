namespace ServerlessMonitor.Sketches;

/// <summary>The outcomes of rows that two models scored alike.</summary>
/// <param name="First">The first model's score, 0 to 1; the middle of a bin once folded.</param>
/// <param name="Second">The second model's.</param>
/// <param name="Positives">Such rows whose truth is positive.</param>
/// <param name="Negatives">Such rows whose truth is negative.</param>
public readonly record struct PairedScoreCount(double First, double Second, long Positives, long Negatives);
