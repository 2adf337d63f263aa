using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Serves the requests of HTTP functions.</summary>
internal sealed class HttpFunctionInvoker(FunctionExecutor executor, FunctionKeys keys, HostShutdown shutdown, ILoggerFactory loggers)
{
    private const string Reason = "This function was programmatically called via the host APIs.";
    private const int ClientClosedRequest = 499;

    private static readonly ActionDescriptor NoAction = new();

    private readonly ILogger _log = loggers.CreateLogger("Host.Http");

    public async Task InvokeAsync(HttpFunction function, HttpContext http)
    {
        if (function.Function.IsDisabled && !(keys.IsOn && keys.IsAdmin(http.Request)))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!keys.Allows(http.Request, function.Level, function.Function.Name))
        {
            Log.Refused(_log, function.Function.LogName, "no valid key");
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var services = http.RequestServices;
        try
        {
            var input = new TriggerInput(http.Request, BindingData(http), Reason) { Http = http };
            await executor.ExecuteAsync(function.Function, input, context => WriteAsync(http, context.Result), http.RequestAborted);
        }
        catch (Exception error)
        {
            await FailAsync(http, error);
        }
        finally
        {
            http.RequestServices = services;
        }
    }

    private static Dictionary<string, object?> BindingData(HttpContext http)
    {
        var data = BindingDataDictionary.New();
        foreach (var (name, value) in http.Request.Query)
        {
            data[name] = value.ToString();
        }

        foreach (var (name, value) in http.Request.RouteValues)
        {
            data[name] = Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        return data;
    }

    private static Task WriteAsync(HttpContext http, object? result) => result switch
    {
        null => Task.CompletedTask,
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), NoAction)),
        IResult typed => typed.ExecuteAsync(http),
        _ => new ObjectResult(result).ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), NoAction)),
    };

    /// <summary>Tells the client that it failed, with the invocation's id and nothing of its inside.</summary>
    private async Task FailAsync(HttpContext http, Exception error)
    {
        if (http.Response.HasStarted)
        {
            // The status is out already; only a broken connection tells the client that the body is not whole.
            http.Abort();
            return;
        }

        http.Response.Clear();
        if (error is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = ClientClosedRequest;
            return;
        }

        var (status, title) = error switch
        {
            ParameterBindingException binding => (StatusCodes.Status400BadRequest, $"The value of '{binding.Parameter}' is not valid."),
            BadHttpRequestException bad => (bad.StatusCode, "The request is not valid."),
            OperationCanceledException when shutdown.GraceOver.IsCancellationRequested => (StatusCodes.Status503ServiceUnavailable, "The host is stopping."),
            _ => (StatusCodes.Status500InternalServerError, "The function failed."),
        };
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaTypeNames.Application.ProblemJson;
        var problem = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["type"] = "about:blank",
            ["title"] = title,
            ["status"] = status,
            ["invocationId"] = error.Data[FunctionExecutor.InvocationIdKey],
        };
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem), http.RequestAborted);
    }
}
