using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Blob events of container <c>predictions</c>.</summary>
public sealed class IngestPredictionsTrigger(IngestRun run)
{
    /// <summary>Handles one message.</summary>
    [Function("IngestPredictions")]
    public Task RunAsync([QueueTrigger(Bindings.PredictionsQueue, Connection = Bindings.Connection)] string message, CancellationToken cancellationToken) =>
        run.HandleAsync(BlobEventMessage.Read(message), cancellationToken);
}
