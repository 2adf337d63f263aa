using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Makes the listeners of triggers.</summary>
internal static class ListenerFactory
{
    private const string HostContainer = "azure-webjobs-hosts";

    public static IFunctionListener Queue(IServiceProvider services, QueueFunction function) => new QueueListener(
        function,
        services.GetRequiredService<StorageConnections>().Queues(function.Connection, function.Function.Name),
        services.GetRequiredService<HostSettings>().Queues,
        services.GetRequiredService<FunctionExecutor>(),
        services.GetRequiredService<HostShutdown>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Triggers.Queue"));

    public static IFunctionListener Timer(IServiceProvider services, TimerFunction timer)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Triggers.Timer");
        var container = services.GetRequiredService<StorageConnections>().HostBlobs()?.GetBlobContainerClient(HostContainer);
        var hostId = services.GetRequiredService<HostIdentity>().HostId;
        ITimerLock timerLock = container is null
            ? new NoTimerLock()
            : new BlobTimerLock(container, hostId, timer.Function, services.GetRequiredService<HostSettings>().Singleton, time, log);
        if (container is null)
        {
            Log.NoHostStorage(log);
        }

        return new TimerListener(
            timer,
            timerLock,
            container is null ? null : new TimerStatusStore(container, hostId, timer.Function),
            services.GetRequiredService<FunctionExecutor>(),
            services.GetRequiredService<HostShutdown>(),
            time,
            log);
    }
}
