namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>What one version had in a window.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="LabelledRows">Rows whose truth is known.</param>
public sealed record VersionRows(long Rows, long LabelledRows);
