using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Runs a function: a scope, the middleware, the method, the log lines.</summary>
internal sealed class FunctionExecutor(
    IServiceScopeFactory scopes,
    ILoggerFactory loggers,
    HostSettings settings,
    HostShutdown shutdown,
    TimeProvider time,
    MiddlewarePipeline pipeline)
{
    private static readonly ActivitySource Source = new("Microsoft.Azure.Functions.Worker");

    private int _running;

    /// <summary>How many invocations run now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Runs a function once. What it throws is logged and thrown on.</summary>
    /// <param name="function">The function.</param>
    /// <param name="input">What the trigger brought.</param>
    /// <param name="onResult">What to do with the result while the scope is still open.</param>
    /// <param name="cancellationToken">The caller's own reason to end.</param>
    public async Task ExecuteAsync(
        FunctionDescriptor function, TriggerInput input, Func<EmbeddedFunctionContext, Task>? onResult, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        var log = loggers.CreateLogger("Function." + function.Name);
        Interlocked.Increment(ref _running);
        var started = time.GetTimestamp();
        using var timeout = settings.FunctionTimeout is { } limit ? new CancellationTokenSource(limit, time) : new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, shutdown.GraceOver, timeout.Token);
        using var activity = Source.StartActivity("Invoke", input.Http is null ? ActivityKind.Internal : ActivityKind.Server);
        activity?.SetTag("faas.name", function.Name)?.SetTag("faas.invocation_id", id);
        Log.Executing(log, function.LogName, input.Reason, id);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = new EmbeddedFunctionContext(function, input, id, scope.ServiceProvider, linked.Token);
            if (input.Http is { } http)
            {
                http.RequestServices = scope.ServiceProvider;
                context.Items[FunctionContextExtensions.Key] = http;
            }

            await pipeline.RunAsync(context);
            if (onResult is not null)
            {
                await onResult(context);
            }

            Log.Succeeded(log, function.LogName, id, Milliseconds(started));
        }
        catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested || shutdown.GraceOver.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, "Cancelled");
            error.Data[InvocationIdKey] = id;
            Log.Cancelled(log, function.LogName, id, Milliseconds(started));
            throw;
        }
        catch (ParameterBindingException error) when (input.Http is not null)
        {
            // The client's mistake, not the function's.
            error.Data[InvocationIdKey] = id;
            Log.Rejected(log, function.LogName, id, error.Message);
            throw;
        }
        catch (Exception error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            error.Data[InvocationIdKey] = id;
            if (timeout.IsCancellationRequested)
            {
                Log.TimedOut(log, function.LogName, settings.FunctionTimeout!.Value);
            }

            Log.Failed(log, function.LogName, id, Milliseconds(started), error);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Where a thrown exception carries the id of its invocation.</summary>
    internal const string InvocationIdKey = "InvocationId";

    private long Milliseconds(long started) => (long)time.GetElapsedTime(started).TotalMilliseconds;
}
