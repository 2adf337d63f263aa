using ServerlessMonitor.Cli.Suite;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>A week of the demo as the suite judges it: at its end by estimates, and once more when its labels are there.</summary>
/// <param name="Monday">Its first day.</param>
/// <param name="Verdict">What the suite says about it.</param>
/// <param name="DriftedColumns">Columns that have drifted.</param>
/// <param name="Alerts">Names of the alerts that fire after it.</param>
/// <param name="IsRealised">Whether its labels are there.</param>
internal sealed record DemoWeek(DateOnly Monday, SuiteVerdict Verdict, IReadOnlyList<string> DriftedColumns, IReadOnlyList<string> Alerts, bool IsRealised)
{
    /// <summary>The metric as it is known: estimated, or of the labels.</summary>
    public double? Figure(string key) => (IsRealised ? Verdict.Metrics : Verdict.Estimated).FirstOrDefault(metric => metric.Key == key)?.Value;
}
