using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Compacts old days and months.</summary>
public sealed class CompactTimer(CompactionRun run)
{
    /// <summary>Runs once.</summary>
    [Function("Compact")]
    public Task RunAsync([TimerTrigger(Bindings.CompactSchedule)] TimerInfo timer, CancellationToken cancellationToken) => run.RunAsync(cancellationToken);
}
