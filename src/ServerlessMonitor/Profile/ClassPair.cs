namespace ServerlessMonitor.Profile;

/// <summary>What was true and what was predicted, both normalised by <see cref="Ingest.ClassLabel"/>.</summary>
/// <param name="Label">The true class.</param>
/// <param name="Prediction">The predicted class.</param>
public readonly record struct ClassPair(string Label, string Prediction);
