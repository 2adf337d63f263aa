namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>Scores that there cannot be.</summary>
internal static class NoNumbers
{
    /// <summary>The score of a numeric pair of which one side has no numbers at all; null where both have some.</summary>
    public static DriftScore? Undefined(DriftPair pair) =>
        pair.Baseline.Count == 0 || pair.Current.Count == 0 ? new DriftScore(null) { Reason = "one side has no numbers" } : null;

    /// <summary>What to say of a p-value that is computed from sketches.</summary>
    public static string? Caveat(DriftPair pair) => pair.IsExact ? null : "from quantile sketches: the p-value allows for their rank error";
}
