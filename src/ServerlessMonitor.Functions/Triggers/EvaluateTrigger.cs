using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Requests to evaluate windows.</summary>
public sealed class EvaluateTrigger(EvaluationTurns turns)
{
    /// <summary>Handles one message.</summary>
    [Function("Evaluate")]
    public Task RunAsync([QueueTrigger(Bindings.EvaluateQueue, Connection = Bindings.Connection)] string message, CancellationToken cancellationToken) =>
        turns.HandleAsync(WorkMessages.ReadEvaluate(message), cancellationToken);
}
