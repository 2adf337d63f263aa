using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>What the evidence says of a limit.</summary>
/// <param name="Outcome">What it says.</param>
internal readonly record struct Judgement(VerdictOutcome Outcome)
{
    /// <summary>More about it, to follow the number of rows; null where there is no need.</summary>
    public string? Note { get; init; }
}
