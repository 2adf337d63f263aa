using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Starts the listeners with the host, and waits for what runs when it stops.</summary>
internal sealed class ListenerService(
    IEnumerable<IFunctionListener> listeners, ManualRuns manual, FunctionExecutor executor, HostShutdown shutdown, ILoggerFactory loggers) : IHostedService
{
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Off this thread: a storage account that is slow to answer must not delay the start of the host.
        _running = Task.WhenAll(listeners.Select(listener => Task.Run(listener.RunAsync, shutdown.Stopping)));
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
                Log.Abandoned(loggers.CreateLogger("Host.Shutdown"), count);
            }
        }
    }
}
