namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>A chunk of the baseline against the rest of it.</summary>
/// <param name="Square">The score's square, or the score where it grows with the square of a change.</param>
/// <param name="Mean">The mean of that by chance alone.</param>
/// <param name="Degrees">The degrees of that.</param>
internal readonly record struct LearntChunk(double Square, double Mean, double Degrees);
