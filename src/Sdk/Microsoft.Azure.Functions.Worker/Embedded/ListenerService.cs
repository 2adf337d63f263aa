using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Starts the listeners with the host, and waits for what runs when it stops.</summary>
internal sealed class ListenerService(
    IEnumerable<IFunctionListener> listeners,
    ManualRuns manual,
    FunctionExecutor executor,
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers) : IHostedService
{
    private readonly ILogger _log = loggers.CreateLogger("Host.Triggers");
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Off this thread: a storage account that is slow to answer must not delay the start of the host.
        _running = Task.WhenAll(listeners.Select(listener => Task.Run(() => RunAsync(listener), CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_running, manual.WhenIdleAsync()).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (executor.Running is > 0 and var count)
            {
                Log.Abandoned(_log, count);
            }
        }
    }

    private async Task RunAsync(IFunctionListener listener)
    {
        try
        {
            await listener.RunAsync();
        }
        catch (Exception error)
        {
            // A host whose trigger is dead looks alive; one that stops is started again.
            Log.ListenerFailed(_log, error);
            lifetime.StopApplication();
        }
    }
}
