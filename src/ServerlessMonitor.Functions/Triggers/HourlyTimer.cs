using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Looks at every model by the clock.</summary>
public sealed class HourlyTimer(HourlyRun run)
{
    /// <summary>Runs once.</summary>
    [Function("Hourly")]
    public Task RunAsync([TimerTrigger(Bindings.EvaluateSchedule)] TimerInfo timer, CancellationToken cancellationToken) => run.RunAsync(cancellationToken);
}
