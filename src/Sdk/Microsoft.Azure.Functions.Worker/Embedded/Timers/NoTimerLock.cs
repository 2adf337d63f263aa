namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>The lock of a host without storage: always its own.</summary>
internal sealed class NoTimerLock : ITimerLock, ITimerLease
{
    public CancellationToken Lost => CancellationToken.None;

    public Task<ITimerLease> AcquireAsync(CancellationToken cancellationToken) => Task.FromResult<ITimerLease>(this);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
