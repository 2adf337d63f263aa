using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>
/// The level of the gate that a budget of false verdicts leaves: N a month ÷ the tests of a month. The expected number is at most N however the tests hang together, which
/// Benjamini and Hochberg's rate is not: it grows with the columns that truly drift.
/// </summary>
internal static class DriftBudget
{
    private const double HoursOfMonth = 730.5;
    private const double DaysOfMonth = 30.4375;

    // However large the budget, evidence it must be.
    private const double LargestLevel = 0.05;

    /// <summary>The level; null where there is no budget or nothing to test.</summary>
    /// <param name="perMonth">False verdicts a month.</param>
    /// <param name="columns">Columns that are compared.</param>
    /// <param name="step">How far apart windows start.</param>
    public static double? Level(double? perMonth, int columns, WindowLength step)
    {
        double windows = step.Unit switch
        {
            WindowUnit.Hour => HoursOfMonth / step.Count,
            WindowUnit.Day => DaysOfMonth / step.Count,
            _ => 1.0 / step.Count,
        };
        return perMonth is { } budget && columns > 0 ? Math.Min(LargestLevel, budget / (columns * windows)) : null;
    }
}
