using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Functions.Http;

/// <summary>
/// Answers a request that met something of a newer format with a named problem (500), so that whoever asks during a rolling upgrade is told what to do. Queue and timer
/// functions are left to the host's own ways with failures.
/// </summary>
internal sealed class NewerFormatMiddleware : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        HttpContext? http = context.GetHttpContext();
        try
        {
            await next(context);
        }
        catch (NewerFormatException exception) when (http is { Response.HasStarted: false })
        {
            ProblemDetails problem = Problems.Details(StatusCodes.Status500InternalServerError, "newer-format", exception.Message);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await http.Response.WriteAsJsonAsync(problem, options: null, Problems.MediaType, http.RequestAborted);
        }
    }
}
