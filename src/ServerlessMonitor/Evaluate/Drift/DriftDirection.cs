namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What a drift threshold is held against.</summary>
internal enum DriftDirection
{
    /// <summary>The score less what chance alone gives; at or above the threshold is drift, if it is also beyond chance.</summary>
    ScoreAtLeast,

    /// <summary>The same for scores with a sign: the threshold is held against the score without it.</summary>
    MagnitudeAtLeast,

    /// <summary>The p-value; at or below the threshold is drift. The threshold is the rate of false verdicts, not a size: a large window finds small changes.</summary>
    PValueAtMost,
}
