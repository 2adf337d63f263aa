namespace ServerlessMonitor.Contracts;

/// <summary>What each outcome of a binary model's prediction is worth, in any unit: gains above 0, losses below.</summary>
public sealed record OutcomeCosts
{
    /// <summary>Of an event that was predicted.</summary>
    public double TruePositive { get; init; }

    /// <summary>Of a predicted event that did not happen.</summary>
    public double FalsePositive { get; init; }

    /// <summary>Of an event that was not predicted.</summary>
    public double FalseNegative { get; init; }

    /// <summary>Of no event, and none predicted.</summary>
    public double TrueNegative { get; init; }
}
