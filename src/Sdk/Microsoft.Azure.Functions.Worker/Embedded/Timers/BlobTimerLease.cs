using Azure;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Renews a lease at half of its period until it is disposed or lost.</summary>
internal sealed class BlobTimerLease : ITimerLease
{
    private readonly BlobLeaseClient _client;
    private readonly FunctionDescriptor _function;
    private readonly TimeSpan _period;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _loop;

    public BlobTimerLease(BlobLeaseClient client, FunctionDescriptor function, TimeSpan period, TimeProvider time, ILogger log)
    {
        _client = client;
        _function = function;
        _period = period;
        _time = time;
        _log = log;
        Lost = _lost.Token;
        _loop = RenewAsync();
    }

    public CancellationToken Lost { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        if (!_lost.IsCancellationRequested)
        {
            try
            {
                // Given back rather than left to run out, so that the next host need not wait.
                await _client.ReleaseAsync(cancellationToken: CancellationToken.None);
            }
            catch (RequestFailedException error)
            {
                Log.LockLost(_log, _function.LogName, StorageError.Describe(error));
            }
        }

        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        var renewed = _time.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(_period / 2, _time, _stop.Token);
                try
                {
                    await _client.RenewAsync(cancellationToken: _stop.Token);
                    renewed = _time.GetTimestamp();
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    if (error is RequestFailedException { Status: 409 or 412 or 404 } || _time.GetElapsedTime(renewed) >= _period)
                    {
                        Log.LockLost(_log, _function.LogName, StorageError.Describe(error));
                        await _lost.CancelAsync();
                        return;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }
}
