using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Gives each model version one evaluation at a time in this process, and answers together the requests that come meanwhile: the batches of a burst touch the same windows, and
/// each evaluation reads all that is there.
/// </summary>
public sealed class EvaluationTurns
{
    private readonly GroupCommit<ModelVersion, EvaluateRequest> _turns;

    /// <summary>Turns for a run.</summary>
    public EvaluationTurns(EvaluationRun run, TimeProvider clock) => _turns = new GroupCommit<ModelVersion, EvaluateRequest>(
        async (_, requests, cancellationToken) =>
        {
            foreach (EvaluateRequest request in EvaluateRequest.Join(requests))
            {
                await run.HandleAsync(request, cancellationToken);
            }
        },
        clock,
        // While batches keep coming, half of the time is theirs.
        length => length);

    /// <summary>Returns when an evaluation that began after this call, or after the batch that asks was noted, has ended.</summary>
    public Task HandleAsync(EvaluateRequest request, CancellationToken cancellationToken) => _turns.AddAsync(request.Model, request, cancellationToken);
}
