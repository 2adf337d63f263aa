using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs.Status;

/// <summary>One alert at a glance.</summary>
/// <param name="AlertName">Its name.</param>
/// <param name="Rule">The rule that raised it.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Phase">Where it is in its life.</param>
/// <param name="Since">Start of the first window of the episode.</param>
/// <param name="Summary">One sentence.</param>
public sealed record AlertStatus(string AlertName, string Rule, Severity Severity, AlertPhase Phase, DateTimeOffset? Since, string Summary);
