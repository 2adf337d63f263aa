using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Runs;

/// <summary>What comparing versions came to.</summary>
/// <param name="Outcome">Whether there is a comparison.</param>
/// <param name="Comparison">It; null where there is none.</param>
/// <param name="Problem">Why not, in a sentence; null where there is one.</param>
public sealed record VersionsAnswer(VersionsOutcome Outcome, VersionComparison? Comparison, string? Problem);
