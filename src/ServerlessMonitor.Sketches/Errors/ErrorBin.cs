namespace ServerlessMonitor.Sketches;

/// <summary>The rows of an <see cref="ErrorGrid"/> whose values fall into one bin.</summary>
/// <param name="Lower">Its lower edge, inclusive.</param>
/// <param name="Upper">Its upper edge, exclusive.</param>
/// <param name="Rows">All rows.</param>
/// <param name="Known">Rows whose error is known.</param>
/// <param name="Absolute">Of these, Σ|e|.</param>
/// <param name="Squared">Σe².</param>
/// <param name="Fourth">Σe⁴.</param>
public readonly record struct ErrorBin(double Lower, double Upper, long Rows, long Known, double Absolute, double Squared, double Fourth);
