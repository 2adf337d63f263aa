using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>How one column is measured and judged.</summary>
/// <param name="Method">The method.</param>
/// <param name="Threshold">What its score, or its p-value, is held against.</param>
internal sealed record DriftChoice(IDriftMethod Method, double Threshold)
{
    /// <summary>Below this the score is drift too; null where small scores are fine.</summary>
    public double? LowerThreshold { get; init; }

    /// <summary>The rule for bins of numbers; null: deciles, or values where there are few.</summary>
    public DriftBins? Bins { get; init; }

    /// <summary>Whether missing numbers are a bin of their own.</summary>
    public bool MissingBin { get; init; } = true;

    /// <summary>Whether a score that equals the threshold is still fine.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether the threshold alone decides, whatever chance does.</summary>
    public bool Fixed { get; init; }

    /// <summary>Whether <see cref="Threshold"/> stands in for one that is learnt from the baseline's chunks.</summary>
    public bool Learnt { get; init; }

    /// <summary>Where the threshold is from, if it is not simply given.</summary>
    public string? ThresholdNote { get; init; }

    /// <summary>What is to be said about the choice.</summary>
    public string? Note { get; init; }

    /// <summary>The verdict of a learnt threshold, in which chance is already: beyond it, and not by chance.</summary>
    public DriftVerdict JudgeLearnt(DriftScore score, DriftChance chance, double level) =>
        Math.Abs(score.Value!.Value) > Threshold && chance.Rejects(level) ? DriftVerdict.Drift : DriftVerdict.Ok;

    /// <summary>The verdict of the threshold alone.</summary>
    public DriftVerdict JudgeFixed(DriftScore score)
    {
        if (Method.Descriptor.Direction == DriftDirection.PValueAtMost)
        {
            return score.PValue < Threshold || (!Strict && score.PValue <= Threshold) ? DriftVerdict.Drift : DriftVerdict.Ok;
        }

        double value = Method.Descriptor.Direction == DriftDirection.MagnitudeAtLeast ? Math.Abs(score.Value!.Value) : score.Value!.Value;
        return value > Threshold || (!Strict && value >= Threshold) || value < LowerThreshold ? DriftVerdict.Drift : DriftVerdict.Ok;
    }
}
