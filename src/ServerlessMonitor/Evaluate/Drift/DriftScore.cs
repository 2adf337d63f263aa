namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What a method measured.</summary>
/// <param name="Value">The score; null where it is undefined, with <see cref="Reason"/>.</param>
internal sealed record DriftScore(double? Value)
{
    /// <summary>The most bins that a decomposition names.</summary>
    public const int MostContributions = 20;

    /// <summary>The probability of such a score without change, where the method knows it.</summary>
    public double? PValue { get; init; }

    /// <summary>Bins or categories, largest contribution first.</summary>
    public IReadOnlyList<DriftContribution> Decomposition { get; init; } = [];

    /// <summary>Why there is no score, or what was assumed.</summary>
    public string? Reason { get; init; }

    /// <summary>Bins by the size of their contribution; bins that contribute nothing are left out, ties keep their order.</summary>
    public static IReadOnlyList<DriftContribution> Explain(
        IReadOnlyList<string> labels, ReadOnlySpan<double> contributions, Func<int, double> baselineShare, Func<int, double> currentShare)
    {
        var all = new List<DriftContribution>(labels.Count);
        for (int i = 0; i < labels.Count; i++)
        {
            if (contributions[i] != 0)
            {
                all.Add(new DriftContribution(labels[i], baselineShare(i), currentShare(i), contributions[i]));
            }
        }

        return [.. all.OrderByDescending(item => Math.Abs(item.Contribution)).Take(MostContributions)];
    }
}
