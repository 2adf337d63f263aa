using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Alert;

/// <summary>One rule's word on one window, as the alert's timeline keeps it.</summary>
/// <param name="Window">The window; its end orders the timeline.</param>
/// <param name="Verdict">The rule's word.</param>
/// <param name="ReportRevision">Which revision of the window's report it came from.</param>
public sealed record WindowOutcome(TimeWindow Window, RuleVerdict Verdict, int ReportRevision);
