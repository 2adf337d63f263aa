using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Answers what is expected and what was processed, and has work done again that was given up.</summary>
public sealed class LedgerFunction(LedgerEndpoint endpoint)
{
    /// <summary><c>GET /api/models/{model}/batches?version=&amp;from=&amp;to=&amp;state=&amp;limit=&amp;after=</c>: a model's blobs by time of arrival.</summary>
    [Function("ModelBatches")]
    public Task<IActionResult> ModelBatchesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "models/{model}/batches")] HttpRequest request, string model, CancellationToken cancellationToken) =>
        endpoint.BatchesAsync(model, request, cancellationToken);

    /// <summary><c>GET /api/batches?…</c>: the same for every model.</summary>
    [Function("Batches")]
    public Task<IActionResult> BatchesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches")] HttpRequest request, CancellationToken cancellationToken) =>
        endpoint.BatchesAsync(null, request, cancellationToken);

    /// <summary><c>GET /api/requeue</c>: blobs in quarantine and messages in poison queues, with reasons.</summary>
    [Function("RequeueList")]
    public Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "requeue")] HttpRequest request, CancellationToken cancellationToken) =>
        endpoint.ListAsync(cancellationToken);

    /// <summary><c>POST /api/requeue</c> with <c>{"allBlobs":…,"allMessages":…,"blobs":[…],"messages":[…]}</c>: has them read and handled again.</summary>
    [Function("Requeue")]
    public Task<IActionResult> RequeueAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "requeue")] HttpRequest request, CancellationToken cancellationToken) =>
        endpoint.RequeueAsync(request, cancellationToken);
}
