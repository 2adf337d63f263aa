using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>The two moments of a graceful stop: no new work, and, after the grace, an end to what runs.</summary>
internal sealed class HostShutdown : IDisposable
{
    private readonly CancellationTokenSource _graceOver = new();
    private readonly CancellationTokenRegistration _registration;
    private ITimer? _timer;

    public HostShutdown(IHostApplicationLifetime lifetime, HostSettings settings, TimeProvider time)
    {
        Stopping = lifetime.ApplicationStopping;
        _registration = Stopping.Register(() =>
            _timer = time.CreateTimer(_ => _graceOver.Cancel(), null, settings.ShutdownGrace, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Cancelled when the host is asked to stop: no trigger starts anything any more.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Cancelled when the grace is over: what still runs is to end.</summary>
    public CancellationToken GraceOver => _graceOver.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _timer?.Dispose();
        _graceOver.Dispose();
    }
}
