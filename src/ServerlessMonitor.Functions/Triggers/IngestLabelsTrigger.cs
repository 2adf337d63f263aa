using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Azure.Queues;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Blob events of container <c>labels</c>.</summary>
public sealed class IngestLabelsTrigger(LabelRun run, StorageBlobEvents events)
{
    /// <summary>Handles one message.</summary>
    [Function("IngestLabels")]
    public Task RunAsync([QueueTrigger(Bindings.LabelsQueue, Connection = Bindings.Connection)] string message, CancellationToken cancellationToken) =>
        run.HandleAsync(events.Read(message), cancellationToken);
}
