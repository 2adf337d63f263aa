using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Azure.Queues;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Blob events of container <c>baselines</c>.</summary>
public sealed class IngestBaselinesTrigger(BaselineRun run, StorageBlobEvents events)
{
    /// <summary>Handles one message.</summary>
    [Function("IngestBaselines")]
    public Task RunAsync([QueueTrigger(Bindings.BaselinesQueue, Connection = Bindings.Connection)] string message, CancellationToken cancellationToken) =>
        run.HandleAsync(events.Read(message), cancellationToken);
}
