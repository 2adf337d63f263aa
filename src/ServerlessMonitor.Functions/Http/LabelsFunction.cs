using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Takes labels as request bodies, and says what became of them.</summary>
public sealed class LabelsFunction(UploadEndpoint uploads, LabelsEndpoint labels)
{
    /// <summary><c>POST /api/models/{model}/labels</c>: the body becomes a file of labels.</summary>
    [Function("UploadLabels")]
    public Task<IActionResult> UploadAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "models/{model}/labels")] HttpRequest request,
        string model,
        CancellationToken cancellationToken) =>
        uploads.UploadLabelsAsync(model, request, cancellationToken);

    /// <summary><c>GET /api/models/{model}/labels/{id}?path=</c>: how many of its labels found their predictions.</summary>
    [Function("Labels")]
    public Task<IActionResult> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "models/{model}/labels/{id}")] HttpRequest request,
        string model,
        string id,
        CancellationToken cancellationToken) =>
        labels.StatusAsync(model, id, request.Query["path"].ToString(), cancellationToken);
}
