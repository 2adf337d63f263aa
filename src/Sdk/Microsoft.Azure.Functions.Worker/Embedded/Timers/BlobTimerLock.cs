using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>A lease on the blob <c>azure-webjobs-hosts/locks/{hostId}/{function}.Listener</c>.</summary>
internal sealed class BlobTimerLock(
    BlobContainerClient container, string hostId, FunctionDescriptor function, SingletonSettings settings, TimeProvider time, ILogger log) : ITimerLock
{
    private readonly BlobClient _blob = container.GetBlobClient($"locks/{hostId}/{function.HostName}.Listener");

    public async Task<ITimerLease> AcquireAsync(CancellationToken cancellationToken)
    {
        var errors = new PollingBackoff(settings.ListenerLockRecoveryPollingInterval, Random.Shared.NextDouble);
        var held = false;
        while (true)
        {
            var pause = settings.ListenerLockRecoveryPollingInterval;
            try
            {
                if (await TryAcquireAsync(cancellationToken) is { } lease)
                {
                    Log.LockTaken(log, function.LogName);
                    return lease;
                }

                if (!held)
                {
                    held = true;
                    Log.LockHeld(log, function.LogName, pause);
                }
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                pause = errors.Next();
                Log.LockFailed(log, function.LogName, StorageError.Describe(error), pause);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<BlobTimerLease?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        var client = _blob.GetBlobLeaseClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await client.AcquireAsync(settings.ListenerLockPeriod, cancellationToken: cancellationToken);
                return new BlobTimerLease(client, function, settings.ListenerLockPeriod, time, log);
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
            {
                return null;
            }
            catch (RequestFailedException error) when (error.Status == 404 && attempt == 0)
            {
                await CreateAsync(cancellationToken);
            }
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        try
        {
            var onlyNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await _blob.UploadAsync(BinaryData.FromString(string.Empty), onlyNew, cancellationToken);
        }
        catch (RequestFailedException error) when (error.Status is 409 or 412)
        {
            // Another host made it first.
        }
    }
}
