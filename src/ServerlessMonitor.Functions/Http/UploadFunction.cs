using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Takes batches and baselines as request bodies.</summary>
public sealed class UploadFunction(UploadEndpoint endpoint)
{
    /// <summary><c>POST /api/models/{model}/{version}/predictions</c>: the body becomes a batch.</summary>
    [Function("UploadPredictions")]
    public Task<IActionResult> PredictionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "models/{model}/{version}/predictions")] HttpRequest request,
        string model,
        string version,
        CancellationToken cancellationToken) =>
        endpoint.UploadAsync(BlobContainers.Predictions, model, version, request, cancellationToken);

    /// <summary><c>POST /api/models/{model}/{version}/baseline</c>: the body becomes the baseline.</summary>
    [Function("UploadBaseline")]
    public Task<IActionResult> BaselineAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "models/{model}/{version}/baseline")] HttpRequest request,
        string model,
        string version,
        CancellationToken cancellationToken) =>
        endpoint.UploadAsync(BlobContainers.Baselines, model, version, request, cancellationToken);
}
