namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>One metric of two versions on the rows that both scored.</summary>
/// <param name="Key">The metric: <c>accuracy</c>, <c>rocAuc</c>, <c>mae</c> or <c>mse</c>.</param>
/// <param name="Test">How it was judged: <c>mcnemarExact</c>, <c>mcnemar</c>, <c>deLong</c> or <c>pairedT</c>.</param>
public sealed record PairedTest(string Key, string Test)
{
    /// <summary>What of it is better: <c>higher</c> or <c>lower</c>.</summary>
    public string? Better { get; init; }

    /// <summary>Rows that it is from.</summary>
    public long Pairs { get; init; }

    /// <summary>The champion's value on them; null where it is undefined.</summary>
    public double? Champion { get; init; }

    /// <summary>The challenger's.</summary>
    public double? Challenger { get; init; }

    /// <summary>Challenger less champion.</summary>
    public double? Difference { get; init; }

    /// <summary>Standard error of the difference.</summary>
    public double? StandardError { get; init; }

    /// <summary>Lower end of its 95 % interval.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of it.</summary>
    public double? Upper { get; init; }

    /// <summary>The test's statistic: of McNemar χ² (exact: the smaller of the two counts), of DeLong z, of the paired t test t.</summary>
    public double? Statistic { get; init; }

    /// <summary>The probability, without a difference, of at least so large a one; two-sided.</summary>
    public double? PValue { get; init; }

    /// <summary>What that says.</summary>
    public VersionVerdict Verdict { get; init; }

    /// <summary>Why there is not enough data, or what a reader must know of the value; null: nothing.</summary>
    public string? Reason { get; init; }
}
