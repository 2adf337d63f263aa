namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Lets one of several hosts run a timer.</summary>
internal interface ITimerLock
{
    /// <summary>Waits until this host has the lock.</summary>
    Task<ITimerLease> AcquireAsync(CancellationToken cancellationToken);
}
