namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What chance alone does to a score at the sizes of both samples.</summary>
/// <param name="Corrected">The score less what chance gives on average; for p-value rules the score itself.</param>
/// <param name="NoiseBound">The score that chance alone exceeds at most as often as the gate's level says.</param>
/// <param name="PValue">The evidence: how probable, at most, as much of a change is by chance alone.</param>
internal readonly record struct DriftChance(double Corrected, double NoiseBound, double PValue)
{
    /// <summary>The smallest p-value that samples of these sizes can give; 0 for methods without.</summary>
    public double SmallestPValue { get; init; }

    /// <summary>The smallest threshold of which a change of twice its size is found in 95 % of windows; 0 where <see cref="NoiseBound"/> says enough.</summary>
    public double LeastThreshold { get; init; }

    /// <summary>The mean by chance alone of the score's square, or of the score itself where that grows with the square of a change (<see cref="DriftMethodDescriptor.IsSquare"/>).</summary>
    public double MeanSquare { get; init; }

    /// <summary>How many independent squares that mean is the sum of: its variance is 2·mean² ÷ this. One, the most scattered, where more are not known.</summary>
    public double Degrees { get; init; } = 1;

    /// <summary>Whether chance alone is ruled out.</summary>
    public bool Rejects(double level) => PValue <= level;
}
