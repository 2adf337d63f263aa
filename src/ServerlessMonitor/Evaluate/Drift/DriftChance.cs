namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What chance alone does to a score at the sizes of both samples.</summary>
/// <param name="Corrected">The score less what chance gives on average; for p-value rules the score itself.</param>
/// <param name="NoiseBound">The score that chance alone stays under in 99.9 % of windows of this size.</param>
/// <param name="Rejects">Whether chance alone is ruled out.</param>
internal readonly record struct DriftChance(double Corrected, double NoiseBound, bool Rejects)
{
    /// <summary>The smallest p-value that samples of these sizes can give; 0 for methods without.</summary>
    public double SmallestPValue { get; init; }
}
