using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Announces blobs that no event announced.</summary>
public sealed class SweepTimer(SweepRun run)
{
    /// <summary>Runs once.</summary>
    [Function("Sweep")]
    public Task RunAsync([TimerTrigger(Bindings.SweepSchedule)] TimerInfo timer, CancellationToken cancellationToken) => run.RunAsync(cancellationToken);
}
