using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Evaluate;

/// <summary>What those who show a drift score must know of its method.</summary>
public static class DriftMethodFacts
{
    private static readonly DriftMethods Methods = DriftMethods.CreateDefault();

    /// <summary>Whether the threshold of the method is held against the p-value (small is drift) rather than the score (large is drift). False for unknown keys.</summary>
    public static bool IsJudgedByPValue(string method) => Methods.Find(method)?.Descriptor.Direction == DriftDirection.PValueAtMost;
}
