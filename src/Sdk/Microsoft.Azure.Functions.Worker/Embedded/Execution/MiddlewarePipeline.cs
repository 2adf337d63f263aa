using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>The steps around every invocation, the first added outermost, and the call of the method innermost.</summary>
internal sealed class MiddlewarePipeline
{
    private readonly FunctionExecutionDelegate _pipeline;
    private readonly ConcurrentDictionary<Type, ObjectFactory> _factories = new();

    public MiddlewarePipeline(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> steps) =>
        _pipeline = steps.Reverse().Aggregate<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>, FunctionExecutionDelegate>(
            CallAsync, (next, step) => step(next));

    public Task RunAsync(EmbeddedFunctionContext context) => _pipeline(context);

    private async Task CallAsync(FunctionContext context)
    {
        var embedded = (EmbeddedFunctionContext)context;
        var function = embedded.Function;
        var arguments = ParameterBinder.Bind(function, embedded.Input, context);
        var instance = function.Method.IsStatic ? null : Create(function.Method.ReflectedType!, context.InstanceServices);
        try
        {
            embedded.Result = await function.InvokeAsync(instance, arguments);
        }
        finally
        {
            switch (instance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    private object Create(Type type, IServiceProvider services) =>
        _factories.GetOrAdd(type, static key => ActivatorUtilities.CreateFactory(key, Type.EmptyTypes))(services, null);
}
