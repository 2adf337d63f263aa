using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Sdk.Tests.Functions;

/// <summary>A scoped service that tells when it ends.</summary>
public sealed class ScopedThing(Recorder recorder) : IAsyncDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public ValueTask DisposeAsync()
    {
        recorder.Add("disposed " + Id);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A middleware that tells when it is passed.</summary>
public sealed class TellingMiddleware(Recorder recorder) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        recorder.Add($"in {context.FunctionDefinition.Name} {context.GetHttpContext()?.Request.Path}");
        await next(context);
        recorder.Add("out");
    }
}

/// <summary>A function that looks at its invocation.</summary>
public sealed class InvocationFunctions(ScopedThing thing, Recorder recorder)
{
    [Function("Look")]
    public IActionResult Look([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        var same = (ScopedThing)context.InstanceServices.GetService(typeof(ScopedThing))!;
        recorder.Add("ran " + same.Id);
        recorder.Add($"same {same.Id == thing.Id} {ReferenceEquals(request.HttpContext.RequestServices, context.InstanceServices)}");
#pragma warning disable CA2254 // the test is about the category
        context.GetLogger("Mine").LogWarning("a warning from {Function}\r\nand more", context.FunctionDefinition.Name);
#pragma warning restore CA2254
        return new OkObjectResult(thing.Id);
    }
}
