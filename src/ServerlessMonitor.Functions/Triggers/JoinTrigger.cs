using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Batches whose labels changed.</summary>
public sealed class JoinTrigger(JoinRun run)
{
    /// <summary>Handles one message.</summary>
    [Function("Join")]
    public Task RunAsync([QueueTrigger(Bindings.JoinQueue, Connection = Bindings.Connection)] string message, CancellationToken cancellationToken) =>
        run.HandleAsync(WorkMessages.ReadJoin(message), cancellationToken);
}
