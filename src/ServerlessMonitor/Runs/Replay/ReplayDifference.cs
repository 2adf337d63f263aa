namespace ServerlessMonitor.Runs.Replay;

/// <summary>A figure or word that is not the same.</summary>
/// <param name="Path">Where it stands in the report: <c>metrics[f1].value</c>.</param>
/// <param name="Stored">What the verdict has, as JSON; null where it has nothing there.</param>
/// <param name="Replayed">What was computed now, as JSON; null where there is nothing now.</param>
public sealed record ReplayDifference(string Path, string? Stored, string? Replayed);
