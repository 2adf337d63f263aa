using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>What a host answers about itself below <c>/admin</c>.</summary>
internal sealed class AdminEndpoints(FunctionIndex index, FunctionKeys keys, ManualRuns runs, HostShutdown shutdown, HostIdentity identity)
{
    private const int LargestInput = 1024 * 1024;

    /// <summary><c>POST /admin/functions/{name}</c> with <c>{"input": "…"}</c>: runs a timer or queue function by hand, answers 202 at once.</summary>
    public async Task RunAsync(HttpContext http)
    {
        http.Response.StatusCode = (int)await StartAsync(http);
    }

    /// <summary><c>GET /admin/host/status</c>.</summary>
    public Task StatusAsync(HttpContext http)
    {
        if (!keys.Allows(http.Request, AuthorizationLevel.Admin, function: null))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        var state = shutdown.Stopping.IsCancellationRequested ? "Stopping" : "Running";
        return http.Response.WriteAsJsonAsync(new { id = identity.HostId, state }, http.RequestAborted);
    }

    private async Task<HttpStatusCode> StartAsync(HttpContext http)
    {
        if (!keys.Allows(http.Request, AuthorizationLevel.Admin, function: null))
        {
            return HttpStatusCode.Unauthorized;
        }

        if (index.Find((string)http.Request.RouteValues["name"]!) is not { } function)
        {
            return HttpStatusCode.NotFound;
        }

        if (function.Trigger is HttpTriggerAttribute)
        {
            return HttpStatusCode.BadRequest;
        }

        // A web page of elsewhere can post a form to this machine, but not JSON without asking first.
        if (!http.Request.HasJsonContentType())
        {
            return HttpStatusCode.UnsupportedMediaType;
        }

        // Read into memory, unlike the body of a function.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestInput;
        }

        string? input;
        try
        {
            var body = await JsonSerializer.DeserializeAsync<Dictionary<string, JsonElement>>(http.Request.Body, cancellationToken: http.RequestAborted);
            input = body is not null && body.TryGetValue("input", out var value)
                ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
                : null;
        }
        catch (JsonException)
        {
            return HttpStatusCode.BadRequest;
        }
        catch (BadHttpRequestException error)
        {
            return (HttpStatusCode)error.StatusCode;
        }

        if (shutdown.Stopping.IsCancellationRequested)
        {
            return HttpStatusCode.ServiceUnavailable;
        }

        runs.Start(function, input ?? string.Empty);
        return HttpStatusCode.Accepted;
    }
}
