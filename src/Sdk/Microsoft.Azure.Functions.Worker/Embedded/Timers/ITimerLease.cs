namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>A held lock; disposing gives it back.</summary>
internal interface ITimerLease : IAsyncDisposable
{
    /// <summary>Cancelled when the lock is no longer ours.</summary>
    CancellationToken Lost { get; }
}
