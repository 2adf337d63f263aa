using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The share of the window's numbers below the baseline's smallest or above its largest, 0 to 1, and the p-value of the z-test against none. Both ends are exact;
/// from a sketch the share is within its rank error, and zero where the window's own ends lie inside.
/// </summary>
internal sealed class OutOfRangeShareMethod : IDriftMethod
{
    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "outOfRangeShare", DriftMethodDescriptor.Numeric, 0.01, DriftDirection.ScoreAtLeast, true, ProfileAccuracy.RankError)
    {
        Null = DriftNull.OwnLaw,
        Formula = "share of the window outside the baseline's smallest and largest number",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        if (NoNumbers.Undefined(pair) is { } undefined)
        {
            return undefined;
        }

        NumericSample current = pair.Current;
        double below = current.Minimum < pair.Baseline.Minimum ? Math.Max(1, current.CountBelow(pair.Baseline.Minimum)) : 0;
        double above = current.Maximum > pair.Baseline.Maximum ? Math.Max(1, current.Count - current.CountAtMost(pair.Baseline.Maximum)) : 0;
        double share = (below + above) / current.Count;
        DriftContribution[] parts =
        [
            new("below the baseline's smallest", 0, below / current.Count, below / current.Count),
            new("above the baseline's largest", 0, above / current.Count, above / current.Count),
        ];
        return ShareChange.Score(share, (0, pair.Baseline.Count), (share, SampleSizeGate.EffectiveRows(current.Count, current.RankError))) with
        {
            Decomposition = [.. parts.Where(part => part.Contribution > 0).OrderByDescending(part => part.Contribution)],
        };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level)
    {
        // The baseline's ends are exact, whatever its sketch is worth.
        double n = pair.Baseline.Count / pair.Overdispersion;
        double m = pair.Current.EffectiveCount;
        return ShareChange.Unseen(score.Value!.Value, m, 2 / (n + 1), UnseenLaw.MostOutside(level, n, m) / m, UnseenLaw.Outside(score.Value.Value * m, n, m));
    }
}
