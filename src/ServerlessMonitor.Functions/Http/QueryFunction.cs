using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Answers what is known.</summary>
public sealed class QueryFunction(QueryEndpoint endpoint)
{
    /// <summary><c>GET /api/status</c>: every model at a glance.</summary>
    [Function("Status")]
    public Task<IActionResult> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "status")] HttpRequest request, CancellationToken cancellationToken) =>
        endpoint.StatusAsync(cancellationToken);

    /// <summary><c>GET /api/models/{model}/{version}/verdicts/{windows}/{end}</c>: the newest report of a window, whole.</summary>
    [Function("Verdict")]
    public Task<IActionResult> VerdictAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "models/{model}/{version}/verdicts/{windows}/{end}")] HttpRequest request,
        string model,
        string version,
        string windows,
        string end,
        CancellationToken cancellationToken) =>
        endpoint.VerdictAsync(model, version, windows, end, cancellationToken);

    /// <summary>
    /// <c>GET /api/models/{model}/{version}/verdicts/{windows}/{end}/replay</c>: the newest report of a window, computed once more and compared. <c>POST</c> with a report in the body: that report
    /// instead, which may be an older revision. Nothing is stored.
    /// </summary>
    [Function("Replay")]
    public Task<IActionResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "post", Route = "models/{model}/{version}/verdicts/{windows}/{end}/replay")] HttpRequest request,
        string model,
        string version,
        string windows,
        string end,
        CancellationToken cancellationToken) =>
        endpoint.ReplayAsync(model, version, windows, end, request, cancellationToken);

    /// <summary><c>GET /api/models/{model}/{version}/verdicts/{windows}?from=&amp;to=</c>: the newest reports of a range of windows, without decompositions.</summary>
    [Function("Verdicts")]
    public Task<IActionResult> VerdictsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "models/{model}/{version}/verdicts/{windows}")] HttpRequest request,
        string model,
        string version,
        string windows,
        CancellationToken cancellationToken) =>
        endpoint.VerdictsAsync(model, version, windows, request, cancellationToken);

    /// <summary><c>GET /api/models/{model}/versions?champion=&amp;challenger=&amp;windows=</c>: two versions compared, over the newest windows that both have rows in.</summary>
    [Function("Versions")]
    public Task<IActionResult> VersionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "models/{model}/versions")] HttpRequest request, string model, CancellationToken cancellationToken) =>
        endpoint.VersionsAsync(model, request, cancellationToken);

    /// <summary><c>GET /api/batches/{container}/{batchId}?path=</c>: what became of a blob.</summary>
    [Function("Batch")]
    public Task<IActionResult> BatchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{container}/{batchId}")] HttpRequest request,
        string container,
        string batchId,
        CancellationToken cancellationToken) =>
        endpoint.BatchAsync(container, batchId, request.Query["path"].ToString(), cancellationToken);

    /// <summary><c>GET /api/health</c>: 200 while storage answers.</summary>
    [Function("Health")]
    public Task<IActionResult> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken) =>
        endpoint.HealthAsync(cancellationToken);
}
