using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What is to be known of a drift method without running it.</summary>
/// <param name="Key">Its name in monitor files and reports.</param>
/// <param name="Kinds">The kinds of column it applies to.</param>
/// <param name="DefaultThreshold">The threshold where the monitor names none.</param>
/// <param name="Direction">What the threshold is held against.</param>
/// <param name="HasPValue">Whether it knows a p-value.</param>
/// <param name="Accuracy">How exact it is from a profile.</param>
internal sealed record DriftMethodDescriptor(
    string Key, IReadOnlyList<ColumnKind> Kinds, double DefaultThreshold, DriftDirection Direction, bool HasPValue, ProfileAccuracy Accuracy)
{
    /// <summary>Whether the method applies to columns of that kind.</summary>
    public bool AppliesTo(ColumnKind kind) => Kinds.Contains(kind);
}
