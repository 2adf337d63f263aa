using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Sdk.Tests.Functions;

/// <summary>HTTP functions for the tests.</summary>
public sealed class HttpFunctions(Recorder recorder)
{
    [Function("Plain")]
    public static IActionResult Plain([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new OkObjectResult($"{request.Method} plain");

    [Function("Typed")]
    public static IActionResult Typed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "typed/{name}/{number}/{id}")] HttpRequest request,
        string name, int number, Guid id, FunctionContext context) =>
        new OkObjectResult(new { Name = name, Number = number, Id = id, context.InvocationId, Function = context.FunctionDefinition.Name, request.Method });

    [Function("ReadItem")]
    public static string ReadItem([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "item/{name}")] HttpRequest request, string name) => "read " + name;

    [Function("WriteItem")]
    public static async Task<IActionResult> WriteItem(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "post", Route = "item/{name}")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        var length = 0L;
        var buffer = new byte[65536];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            length += read;
        }

        return new ObjectResult($"{name} {length}") { StatusCode = StatusCodes.Status201Created };
    }

    [Function("Throws")]
    public static IActionResult Throws([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        throw new InvalidOperationException("the secret reason");

    [Function("Breaks")]
    public static async Task Breaks([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken)
    {
        await request.HttpContext.Response.WriteAsync("half", cancellationToken);
        await request.HttpContext.Response.Body.FlushAsync(cancellationToken);
        throw new InvalidOperationException("after the status was sent");
    }

    [Function("ForFunction")]
    public static IActionResult ForFunction([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => new OkResult();

    [Function("ForAdmin")]
    public static IActionResult ForAdmin([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => new OkResult();

    [Function("Slow")]
    public async Task<IActionResult> Slow([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken)
    {
        recorder.Add("slow started");
        try
        {
            await recorder.Gate.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            recorder.Add("slow cancelled");
            throw;
        }

        recorder.Add("slow finished");
        return new OkObjectResult("slow");
    }
}
