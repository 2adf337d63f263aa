using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Azure.Queues;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Blob events of container <c>monitors</c>.</summary>
public sealed class ApplyMonitorsTrigger(MonitorRun run, StorageBlobEvents events)
{
    /// <summary>Handles one message.</summary>
    [Function("ApplyMonitors")]
    public Task RunAsync([QueueTrigger(Bindings.MonitorsQueue, Connection = Bindings.Connection)] string message, CancellationToken cancellationToken) =>
        run.HandleAsync(events.Read(message), cancellationToken);
}
