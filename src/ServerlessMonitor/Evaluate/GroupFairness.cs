namespace ServerlessMonitor.Evaluate;

/// <summary>How the groups of a sensitive column are treated by a classifier: <c>docs/fairness.md</c>.</summary>
/// <param name="Column">The column.</param>
/// <param name="Reference">The group that the others are compared with: the monitor's, or the largest.</param>
/// <param name="Groups">The groups, in the order of the segments; the reference is among them.</param>
public sealed record GroupFairness(string Column, string Reference, IReadOnlyList<FairnessGroup> Groups);
