namespace ServerlessMonitor.Evaluate;

/// <summary>How many of the rows that were predicted to be one class have a label.</summary>
/// <param name="Class">The predicted class.</param>
/// <param name="Predicted">Rows that were predicted to be it.</param>
/// <param name="Labelled">Those of them whose truth is known.</param>
/// <param name="Share">The part that has a label, 0 to 1.</param>
public sealed record ClassCoverage(string Class, long Predicted, long Labelled, double Share);
