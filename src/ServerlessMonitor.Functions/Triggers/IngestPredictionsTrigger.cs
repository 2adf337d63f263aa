using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Azure.Queues;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Blob events of container <c>predictions</c>.</summary>
public sealed class IngestPredictionsTrigger(IngestRun run, StorageBlobEvents events)
{
    /// <summary>Handles one message.</summary>
    [Function("IngestPredictions")]
    public Task RunAsync([QueueTrigger(Bindings.PredictionsQueue, Connection = Bindings.Connection)] string message, CancellationToken cancellationToken) =>
        run.HandleAsync(events.Read(message), cancellationToken);
}
